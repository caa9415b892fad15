package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.aeron.ExchangeFactory;
import dev.kindling.train.aeron.InProcessExchange;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.checkpoint.Retention;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.progress.MetricsLog;
import dev.kindling.train.progress.RoundListener;
import dev.kindling.train.state.RunState;
import dev.kindling.train.sync.AeronRounds;
import dev.kindling.train.sync.RoundAssignment;
import dev.kindling.train.sync.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds in barrier stages of a real Spark in this process, beside rounds of plain Spark. */
final class AeronRoundsIT {
  @TempDir Path folder;
  private Workspace workspace;

  @BeforeEach
  void writeShards() throws IOException {
    workspace = new Workspace(folder.toString(), new Configuration());
    TestShards.write(folder.resolve("bert"), ExampleKind.MASKED_LANGUAGE_MODEL, 16, 20, 17, 9, 23);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "moments: rare, outer-learning-rate: 0.7, outer-momentum: 0.9",
        "codec: fp16, outer-learning-rate: 0.7, outer-momentum: 0.9",
        "codec: int8, outer-learning-rate: 0.7, outer-momentum: 0.9, moments: local",
        "codec: fp16, outer-learning-rate: 0.7, outer-momentum: 0.9, moments: local, delayed: true"
      })
  void shouldGiveTheSameBitsAsPlainSparkOnAnyNumberOfTasks(String averaging) throws Exception {
    RunPlan plan = plan(averaging);
    RunState spark = TestRuns.train(workspace, "local[2]", plan, "spark", round -> {});

    for (int tasks : new int[] {2, 3}) {
      String name = "tasks-" + tasks;
      RunState state = train("local[" + tasks + "]", plan, name, round -> {});

      TestRuns.assertSameBits(state, spark);
      assertThat(TestRuns.kept(workspace, name)).isEqualTo(TestRuns.kept(workspace, "spark"));
      assertThat(losses(name)).isEqualTo(losses("spark")).hasSize(7);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "codec: int8, outer-momentum: 0.9, moments: rare",
        "codec: int8, outer-momentum: 0.9, moments: local, delayed: true"
      })
  void shouldGoOnBitForBitAfterAStopInAnyRound(String averaging) throws Exception {
    RunPlan plan = plan(averaging);
    RunState whole = train("local[2]", plan, "whole", round -> {});

    for (int stop : new int[] {1, 6}) {
      String name = "stopped-" + stop;
      assertThatThrownBy(() -> train("local[3]", plan, name, TestRuns.stopAfter(stop)))
          .hasMessage("the driver is gone");

      TestRuns.assertSameBits(train("local[2]", plan, name, round -> {}), whole);
      assertThat(losses(name)).isEqualTo(losses("whole"));
    }
  }

  @Test
  void shouldNameADamagedShard() throws Exception {
    RunPlan plan = plan("");
    Path shard = folder.resolve("bert/shard-00001.bin");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 4;
    Files.write(shard, bytes);

    assertThatThrownBy(() -> train("local[3]", plan, "damaged", round -> {}))
        .isInstanceOf(KindlingException.class)
        .hasMessageContaining("shard-00001.bin: record");
  }

  @Test
  @Timeout(60)
  void shouldTellOfEachRoundWhileTheStageGoesOn() throws Exception {
    RunPlan plan = plan(""); // a checkpoint, and so the end of the stage, only after four rounds
    ExchangeFactory waiting = group -> new WaitingEndpoint(InProcessExchange.factory().open(group));

    TestRuns.train(
        workspace,
        TestRuns.conf("local[2]"),
        plan,
        "live",
        (spark, ofRun, files, checkpoints) ->
            new AeronRounds(spark, ofRun, files, checkpoints, waiting, Duration.ofSeconds(60)),
        round -> WaitingEndpoint.told(round.round()));

    assertThat(losses("live")).hasSize(7);
  }

  @Test
  void shouldNotReadWhatTheTasksStillHold() throws Exception {
    RunPlan plan = plan("outer-momentum: 0.9, moments: local");
    RunState whole = train("local[2]", plan, "whole", round -> {});

    RunState state =
        TestRuns.train(
            workspace,
            TestRuns.conf("local[2]"),
            plan,
            "unread",
            (spark, ofRun, files, checkpoints) ->
                new Unreadable(TestRuns.aeron().open(spark, ofRun, files, checkpoints), folder),
            round -> {});

    TestRuns.assertSameBits(state, whole);
  }

  /** Rounds whose checkpoints, but for the last, lose their vectors at once. */
  private record Unreadable(Rounds rounds, Path folder) implements Rounds {
    @Override
    public void start(RunState state, CheckpointStore.Loaded loaded) throws IOException {
      rounds.start(state, loaded);
    }

    @Override
    public int roundsAtOnce(int untilCheckpoint) {
      return rounds.roundsAtOnce(untilCheckpoint);
    }

    @Override
    public void run(List<RoundAssignment> assignments, Observer observer) throws IOException {
      rounds.run(assignments, observer);
    }

    @Override
    public RunState state() {
      return rounds.state();
    }

    @Override
    public void save(CheckpointStore store, Retention retention) throws IOException {
      rounds.save(store, retention);
      if (state().round() < 7) {
        Path checkpoint = folder.resolve("unread/checkpoints/" + CheckpointStore.name(4));
        try (Stream<Path> files = Files.list(checkpoint)) {
          for (Path file : files.filter(f -> f.toString().endsWith(".bin")).toList()) {
            Files.delete(file);
          }
        }
      }
    }

    @Override
    public void close() {
      rounds.close();
    }
  }

  private RunState train(String master, RunPlan plan, String name, RoundListener listener)
      throws IOException {
    return TestRuns.train(workspace, TestRuns.conf(master), plan, name, TestRuns.aeron(), listener);
  }

  private List<String> losses(String name) throws IOException {
    return new MetricsLog(workspace, workspace.path(name + "/metrics.jsonl"))
        .lines().stream()
            .map(
                line ->
                    List.of("round", "step", "tokens", "loss", "grad_norm", "drift").stream()
                        .map(key -> line.get(key).asText())
                        .toList()
                        .toString())
            .toList();
  }

  private RunPlan plan(String averaging) throws IOException {
    return TestPlans.of(
        workspace,
        """
        examples: bert
        model: {architecture: bert, layers: 1, hidden: 16, heads: 2, feed-forward: 32}
        training:
          {workers: 3, local-steps: 1, steps: 7, batch-size: 4, micro-batch-size: 2,
           learning-rate: 0.01, warmup-steps: 3, max-predictions: 4, checkpoint-every-rounds: 4,
           averaging: {%s}}
        """
            .formatted(averaging));
  }
}
