package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.config.Device;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.RunState;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds whose workers compute with ND4J, in this process. */
final class Nd4jTrainingIT {
  private static final String RUN =
      """
      model: {architecture: bert, layers: 2, hidden: 16, heads: 2, feed-forward: 32}
      examples: bert
      training: {workers: 3, local-steps: 4, batch-size: 4, steps: 8, learning-rate: 0.001,
        warmup-steps: 2, mask-rate: 0.2, device: nd4j}
      """;

  @TempDir Path folder;
  private Workspace workspace;

  @Test
  void shouldGiveTheSameBitsOnOneCoreAndOnTwoAndFollowTheProcessor() throws Exception {
    workspace = new Workspace(folder.toString(), new Configuration());
    TestShards.write(folder.resolve("bert"), ExampleKind.MASKED_LANGUAGE_MODEL, 16, 20, 17, 9, 23);
    RunPlan plan = TestPlans.of(workspace, RUN);
    assertThat(plan.device()).isEqualTo(Device.ND4J);

    RunState one = train("local[1]", plan, "one");

    TestRuns.assertSameBits(train("local[2]", plan, "two"), one);
    float[] first = plan.initialState().parameters();
    float[] expected = change(train("local[2]", plan.on(Device.CPU), "cpu").parameters(), first);
    float[] actual = change(one.parameters(), first);
    assertThat(dot(actual, expected) / dot(expected, expected)).isCloseTo(1, within(1e-3));
    assertThat(dot(actual, expected))
        .isGreaterThan(0.9999 * Math.sqrt(dot(actual, actual) * dot(expected, expected)));
  }

  private RunState train(String master, RunPlan plan, String name) throws IOException {
    return TestRuns.train(workspace, master, plan, name, round -> {});
  }

  private static float[] change(float[] after, float[] before) {
    float[] change = new float[after.length];
    for (int i = 0; i < change.length; i++) {
      change[i] = after[i] - before[i];
    }
    return change;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
