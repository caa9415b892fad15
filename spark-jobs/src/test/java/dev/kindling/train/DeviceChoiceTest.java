package dev.kindling.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.stage.Console;
import dev.kindling.jobs.stage.SparkProvider;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.kernels.BackendUnavailableException;
import dev.kindling.model.kernels.cuda.Gpus;
import dev.kindling.train.plan.RunPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceChoiceTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private Workspace workspace;

  @BeforeEach
  void writeExamples() throws IOException {
    workspace = new Workspace(folder.toString(), SparkProvider.hadoop());
    TestShards.write(folder.resolve("bert"), ExampleKind.MASKED_LANGUAGE_MODEL, 16, 20);
  }

  @Test
  void shouldTakeTheGpusOfTheExecutors() throws IOException {
    SparkConf conf = conf("spark://host:7077").set("spark.executor.resource.gpu.amount", "1");
    assertThat(settle("auto", conf)).isEqualTo("cuda");
    assertThat(out.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "  runs.test.training.device = auto: cuda (spark.executor.resource.gpu.amount = 1)");
  }

  @Test
  void shouldTakeTheProcessorOfExecutorsWithoutGpus() throws IOException {
    assertThat(settle("auto", conf("spark://host:7077"))).isEqualTo("cpu");
    assertThat(out.toString(UTF_8)).contains("cpu (spark.executor.resource.gpu.amount is not set)");
  }

  @Test
  void shouldSayWhyThisMachineHasNoGpuToTake() throws IOException {
    assumeThat(hasGpu()).as("a machine without a GPU").isFalse();
    assertThat(settle("auto", conf("local[2]"))).isEqualTo("cpu");
    assertThat(out.toString(UTF_8))
        .startsWith("  runs.test.training.device = auto: cpu (The backend cuda needs ");
  }

  @Test
  void shouldTakeTheGpuOfThisMachine() throws IOException {
    assumeThat(hasGpu()).as("a GPU that CUDA can use").isTrue();
    assertThat(settle("auto", conf("local[2]"))).isEqualTo("cuda");
  }

  @Test
  void shouldLeaveADeviceThatIsNamedAsItIs() throws IOException {
    assertThat(settle("cuda:1", conf("local"))).isEqualTo("cuda:1");
    assertThat(settle("nd4j", conf("local"))).isEqualTo("nd4j");
    assertThat(out.size()).isZero();
  }

  private String settle(String device, SparkConf conf) throws IOException {
    RunPlan plan =
        TestPlans.of(
            workspace,
            """
            examples: bert
            model: {architecture: bert, layers: 1, hidden: 8, heads: 2}
            training: {device: "%s", batch-size: 4, steps: 10}
            """
                .formatted(device));
    PrintStream printed = new PrintStream(out, true, UTF_8);
    return DeviceChoice.settle(plan, conf, new Console(printed)).device();
  }

  private static boolean hasGpu() {
    try {
      Gpus.requireUsable("");
      return true;
    } catch (BackendUnavailableException e) {
      return false;
    }
  }

  private static SparkConf conf(String master) {
    return new SparkConf(false).setMaster(master);
  }
}
