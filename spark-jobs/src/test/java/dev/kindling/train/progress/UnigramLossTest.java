package dev.kindling.train.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.TestPlans;
import dev.kindling.train.TestShards;
import dev.kindling.train.plan.RunPlan;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnigramLossTest {
  @TempDir Path folder;

  @Test
  void shouldBeThatOfThirtyPiecesWhichAreAllAsFrequent() throws IOException {
    Workspace workspace = new Workspace(folder.toString(), new Configuration(false));
    TestShards.write(folder.resolve("bert"), ExampleKind.MASKED_LANGUAGE_MODEL, 16, 2000, 2000);
    RunPlan plan =
        TestPlans.of(
            workspace,
            """
            examples: bert
            model: {architecture: bert, layers: 1, hidden: 16, heads: 2}
            training: {batch-size: 4, steps: 4}
            """);

    double loss = UnigramLoss.of(plan, workspace);

    assertThat(loss).isCloseTo(Math.log(30), within(0.01));
    assertThat(UnigramLoss.of(plan, workspace)).isEqualTo(loss);
  }
}
