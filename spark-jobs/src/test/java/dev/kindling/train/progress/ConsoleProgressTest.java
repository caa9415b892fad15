package dev.kindling.train.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.stage.Console;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.LossSums;
import dev.kindling.train.TestPlans;
import dev.kindling.train.TestShards;
import dev.kindling.train.plan.RunPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConsoleProgressTest {
  private static final LossSums LOSSES = new LossSums(12, 4, 1, 3, 2, 1, 50);

  @TempDir Path folder;

  @Test
  void shouldSayWhichPhaseIsTrained() throws IOException {
    Workspace workspace = new Workspace(folder.toString(), new Configuration(false));
    TestShards.write(folder.resolve("bert"), ExampleKind.MASKED_LANGUAGE_MODEL, 16, 5);
    TestShards.write(folder.resolve("bert-long"), ExampleKind.MASKED_LANGUAGE_MODEL, 32, 7);
    RunPlan plan =
        TestPlans.of(
            workspace,
            """
            model: {architecture: bert, layers: 1, hidden: 16, heads: 2}
            training:
              batch-size: 4
              local-steps: 3
              phases: [{examples: bert, steps: 6}, {examples: bert-long, steps: 3, batch-size: 2}]
            """);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ConsoleProgress progress =
        new ConsoleProgress(new Console(new PrintStream(out, true, UTF_8)), plan, () -> 0);

    progress.started(plan.initialState(), List.of());
    for (int round = 1; round <= 3; round++) {
      progress.afterRound(TestSummaries.of(1, round, 3L * round, LOSSES));
    }

    assertThat(out.toString(UTF_8).lines().map(line -> line.replaceAll(" +loss.*", "")))
        .containsExactly(
            "  5,078 parameters, 1 workers, 3 local steps a round, 5 examples",
            "  phase 1 of 2: examples bert, 16 tokens a sequence, 4 sequences a step, steps 1 to 6",
            "  step 3/9",
            "  step 6/9",
            "  phase 2 of 2: examples bert-long, 32 tokens a sequence, 2 sequences a step, steps 7 to 9",
            "  step 9/9");
  }

  @Test
  void shouldTellWhereTheLossStandsAndHowTheWorkersGetOn() throws IOException {
    Workspace workspace = new Workspace(folder.toString(), new Configuration(false));
    TestShards.write(folder.resolve("gpt"), ExampleKind.NEXT_WORD, 16, 5, 5);
    RunPlan plan =
        TestPlans.of(
            workspace,
            """
            examples: gpt
            model: {architecture: gpt, layers: 1, hidden: 16, heads: 2}
            training: {batch-size: 4, local-steps: 3, steps: 6, workers: 2}
            """);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long[] now = {0};
    ConsoleProgress progress =
        new ConsoleProgress(new Console(new PrintStream(out, true, UTF_8)), plan, () -> now[0]);

    progress.started(plan.initialState(), List.of());
    now[0] = 90_000_000_000L;
    progress.afterRound(
        TestSummaries.of(0, 1, 3, new LossSums(12, 4, 1, 0, 0, 0, 50))
            .with(new Learning(LearningPhase.DIVERGING, 2)));

    assertThat(out.toString(UTF_8))
        .endsWith(
            "  step 3/6  loss 3.0000, diverging  lr 1.00e-03  grad 0.50  25 tokens/s"
                + " (a worker 13 to 20)  sync 25%  drift 0.100  ETA 1m30s\n");
  }

  @Test
  void shouldSayTheTimeLeftInTwoUnitsAtMost() {
    assertThat(ConsoleProgress.duration(0)).isEqualTo("0s");
    assertThat(ConsoleProgress.duration(59)).isEqualTo("59s");
    assertThat(ConsoleProgress.duration(61)).isEqualTo("1m01s");
    assertThat(ConsoleProgress.duration(3599)).isEqualTo("59m59s");
    assertThat(ConsoleProgress.duration(100_000)).isEqualTo("27h46m");
  }
}
