package dev.kindling.train.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.cluster.StandaloneCluster;
import dev.kindling.cluster.StandaloneCluster.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standalone cluster of two machines that say they have one GPU each; Spark gives out addresses
 * and never looks whether a GPU is there.
 */
final class TaskDeviceIT {
  @TempDir static Path folder;

  @Test
  void shouldComputeOnTheGpuThatSparkGaveTheTask() throws Exception {
    List<Host> machines = List.of(machine("GPU-first"), machine("GPU-second"));
    try (StandaloneCluster cluster = StandaloneCluster.start(folder, Host.LOOPBACK, machines);
        JavaSparkContext spark = new JavaSparkContext(conf(cluster))) {
      List<String> devices =
          spark
              .parallelize(List.of(1, 2), 2)
              .map(
                  task -> {
                    Thread.sleep(2_000); // both tasks at once, so that one GPU cannot have both
                    return TaskDevice.of("cuda")
                        + " "
                        + TaskDevice.of("cuda:7")
                        + " "
                        + TaskDevice.of("cpu");
                  })
              .collect();

      assertThat(devices)
          .containsExactlyInAnyOrder("cuda:GPU-first cuda:7 cpu", "cuda:GPU-second cuda:7 cpu");
    }
  }

  @Test
  void shouldLeaveTheChoiceOpenOutsideOfTasks() {
    assertThat(TaskDevice.of("cuda")).isEqualTo("cuda");
  }

  private static SparkConf conf(StandaloneCluster cluster) {
    SparkConf conf = cluster.conf("127.0.0.1");
    String testClasses = Path.of("target/test-classes").toAbsolutePath().toString();
    return conf.set("spark.executor.resource.gpu.amount", "1")
        .set("spark.task.resource.gpu.amount", "1")
        .set(
            "spark.executor.extraClassPath",
            conf.get("spark.executor.extraClassPath") + ":" + testClasses);
  }

  /** A worker with a GPU of its own, by what Spark reads at its start. */
  private static Host machine(String gpu) throws IOException {
    Path resources =
        Files.writeString(
            folder.resolve(gpu + ".json"),
            """
            [{"id": {"componentName": "spark.worker", "resourceName": "gpu"}, "addresses": ["%s"]}]
            """
                .formatted(gpu));
    String options =
        "JAVA_TOOL_OPTIONS=-Dspark.worker.resource.gpu.amount=1 -Dspark.worker.resourcesFile="
            + resources;
    return new Host("127.0.0.1", List.of("env", options));
  }
}
