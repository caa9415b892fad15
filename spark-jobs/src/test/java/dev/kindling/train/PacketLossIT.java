package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.kindling.cluster.LossyNetwork;
import dev.kindling.cluster.StandaloneCluster;
import dev.kindling.cluster.StandaloneCluster.Host;
import dev.kindling.jobs.stage.TaskMessages;
import dev.kindling.train.state.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds over Aeron between hosts of their own addresses, on a network that loses packets. */
final class PacketLossIT {
  private static final int WORKERS = 3;

  @TempDir Path folder;

  @Test
  void shouldGiveTheSameBitsWhereOneUdpPacketInTwentyIsLost() throws Exception {
    ClusterTraining training = new ClusterTraining(folder);
    training.writeExamples();
    RunState reference =
        TestRuns.train(training.workspace(), "local[2]", training.plan(), "reference", round -> {});

    try (LossyNetwork network = network()) {
      List<Host> hosts = new ArrayList<>(network.hosts());
      Host master = hosts.remove(0);
      try (StandaloneCluster cluster = StandaloneCluster.start(folder, master, hosts)) {
        SparkConf conf =
            cluster.conf(network.address()).set("spark.plugins", TaskMessages.class.getName());
        TestRuns.Way aeron = TestRuns.aeron(network.network());

        RunState state =
            TestRuns.train(
                training.workspace(), conf, training.plan(), "lossy", aeron, round -> {});

        TestRuns.assertSameBits(state, reference);
        assertThat(network.lost()).isPositive();
      }
    }
  }

  private static LossyNetwork network() {
    try {
      return LossyNetwork.open(1 + WORKERS);
    } catch (IOException e) {
      return abort("network namespaces cannot be had here: " + e.getMessage());
    }
  }
}
