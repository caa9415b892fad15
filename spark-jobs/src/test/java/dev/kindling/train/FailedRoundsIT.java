package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.storage.CrashingFileSystem;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.ParameterSlice;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.checkpoint.Retention;
import dev.kindling.train.data.WorkerExamples;
import dev.kindling.train.plan.Phase;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.progress.MetricsLog;
import dev.kindling.train.progress.RoundListener;
import dev.kindling.train.progress.RoundSummary;
import dev.kindling.train.state.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds that fail on a real Spark, in this process: by lost files, and by numbers. */
final class FailedRoundsIT {
  private static final float NEAR_OVERFLOW = 3e38f;

  @TempDir Path folder;
  private Workspace workspace;

  @BeforeEach
  void writeShards() throws IOException {
    workspace = new Workspace(folder.toString(), new Configuration());
    TestShards.write(folder.resolve("gpt"), ExampleKind.NEXT_WORD, 16, 20, 17, 9, 23);
  }

  @Test
  void shouldGoBackToTheNewestCheckpointAndEndInTheSameBits() throws Exception {
    RunPlan plan = plan("codec: int8, outer-momentum: 0.9, moments: local", "max-restarts: 2");
    RunState whole = TestRuns.train(workspace, "local[2]", plan, "whole", round -> {});
    MissingShards missing = new MissingShards(2, 3, 6); // rounds 2 and 6 have a checkpoint

    RunState restarted = TestRuns.train(workspace, "local[2]", plan, "restarted", missing);

    TestRuns.assertSameBits(restarted, whole);
    assertThat(missing.restarts).containsExactly(1, 2, 1);
    assertThat(missing.starts).containsExactly(0L, 2L, 2L, 6L);
    assertThat(new MetricsLog(workspace, workspace.path("restarted/metrics.jsonl")).lines())
        .extracting(line -> line.get("round").asInt())
        .containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void shouldGiveUpAfterTheRestartsThatTheConfigAllows() throws Exception {
    RunPlan plan = plan("", "max-restarts: 2");
    MissingShards missing = new MissingShards(3);
    missing.comeBack = false;

    assertThatThrownBy(() -> TestRuns.train(workspace, "local[2]", plan, "lost", missing))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("gpt/shard-0000");

    assertThat(missing.restarts).containsExactly(1, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 10_000, 100_000}) // full in the metrics, at a worker's files, at others
  void shouldGoOnBitForBitOnceAFullDiskHasRoomAgain(int bytes) throws Exception {
    Workspace disk = new Workspace("crash://" + folder, CrashingFileSystem.configuration());
    RunPlan plan = plan("codec: int8, outer-momentum: 0.9, moments: local", "max-restarts: 1");
    RunState whole = trainOn(disk, plan, "whole", round -> {});
    RoundListener fill =
        round -> {
          if (round.round() == 3) {
            CrashingFileSystem.leaveRoom(folder, bytes);
          }
        };
    try {
      assertThatThrownBy(() -> trainOn(disk, plan, "full", fill))
          .hasRootCauseMessage("No space left on device")
          .hasStackTraceContaining("crash:" + folder.resolve("full"));
    } finally {
      CrashingFileSystem.recover();
    }
    assertThat(TestRuns.checkpoints(disk, "full").newest().orElseThrow().name())
        .isEqualTo(CheckpointStore.name(2));

    RunState resumed = trainOn(disk, plan, "full", round -> {});

    TestRuns.assertSameBits(resumed, whole);
    assertThat(new MetricsLog(disk, disk.path("full/metrics.jsonl")).lines())
        .extracting(line -> line.get("round").asInt())
        .containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  private static RunState trainOn(Workspace disk, RunPlan plan, String name, RoundListener listener)
      throws IOException {
    SparkConf conf = TestRuns.conf("local[2]");
    CrashingFileSystem.configuration()
        .getPropsWithPrefix("fs.")
        .forEach(
            (key, value) -> {
              if (value.startsWith("dev.kindling")) {
                conf.set("spark.hadoop.fs." + key, value); // for the tasks
              }
            });
    return TestRuns.train(disk, conf, plan, name, TestRuns.PLAIN_SPARK, listener);
  }

  @Test
  void shouldSkipAndCountExactlyTheStepsWhoseGradientIsNotFinite() throws Exception {
    RunPlan plan = plan("", "max-skipped-steps: 28");
    long expected = stepsWithTheLastPosition(plan);
    assertThat(expected).isBetween(4L, 24L); // of 28
    for (String name : List.of("one", "two")) {
      saveWithoutSoundLastPosition(plan, name);
    }

    RunState one = TestRuns.train(workspace, "local[1]", plan, "one", round -> {});
    RunState two = TestRuns.train(workspace, "local[2]", plan, "two", round -> {});

    assertThat(one.skippedSteps()).isEqualTo(expected);
    assertThat(metricSum("one", "skipped_steps")).isEqualTo(expected);
    TestRuns.assertSameBits(two, one);
  }

  @Test
  void shouldStopWithADiagnosisWhenTooManyStepsAreSkipped() throws Exception {
    RunPlan plan = plan("", "max-skipped-steps: 2");
    saveWithoutSoundLastPosition(plan, "stopped");

    assertThatThrownBy(() -> TestRuns.train(workspace, "local[2]", plan, "stopped", round -> {}))
        .isInstanceOf(KindlingException.class)
        .hasMessageMatching(
            "Run test diverged at step \\d+ \\(worker [01]: .* not finite.*; \\d+ steps skipped so far, max-skipped-steps = 2\\)\\. Lower .*");
  }

  /** Sums over the last position overflow, so a step that sees a whole sequence is not finite. */
  private void saveWithoutSoundLastPosition(RunPlan plan, String name) throws IOException {
    RunState start = plan.initialState();
    ParameterSlice positions = ParameterLayout.of(plan.transformer()).slice("embeddings.position");
    int end = positions.end();
    Arrays.fill(start.parameters(), end - plan.transformer().hidden(), end, NEAR_OVERFLOW);
    CheckpointStore store =
        new CheckpointStore(workspace, workspace.path(name + "/checkpoints"), "fingerprint");
    store.commit(store.begin(0), start, List.of(), new Retention(3, 0, 0));
  }

  private long stepsWithTheLastPosition(RunPlan plan) throws IOException {
    Phase phase = plan.lastPhase();
    int batch = phase.settings().batchSize();
    long steps = 0;
    for (int worker = 0; worker < plan.training().workers(); worker++) {
      try (WorkerExamples examples = new WorkerExamples(phase.shardsOf(worker), workspace)) {
        for (long step = 0; step < plan.training().steps(); step++) {
          boolean whole = false;
          for (int i = 0; i < batch; i++) {
            int tokens = examples.at(phase.cursor(step) + i).example().tokens().length;
            whole |= tokens > phase.shards().sequenceLength(); // the last one is only a label
          }
          steps += whole ? 1 : 0;
        }
      }
    }
    return steps;
  }

  private long metricSum(String name, String metric) throws IOException {
    return new MetricsLog(workspace, workspace.path(name + "/metrics.jsonl"))
        .lines().stream().mapToLong(line -> line.path(metric).asLong()).sum();
  }

  /** Shards that are gone after some rounds and come back when the run restarts. */
  private final class MissingShards implements RoundListener {
    private final Path shards = folder.resolve("gpt");
    private final Path away = folder.resolve("away");
    private final List<Long> rounds;
    private final List<Integer> restarts = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private boolean comeBack = true;

    MissingShards(long... rounds) {
      this.rounds = new ArrayList<>(Arrays.stream(rounds).boxed().toList());
    }

    @Override
    public void started(RunState start, List<String> skipped) {
      starts.add(start.round());
    }

    @Override
    public void afterRound(RoundSummary summary) throws IOException {
      if (rounds.remove(summary.round())) {
        Files.move(shards, away);
      }
    }

    @Override
    public void restarting(String reason, int restart) throws IOException {
      restarts.add(restart);
      if (comeBack) {
        Files.move(away, shards);
      }
    }
  }

  private RunPlan plan(String averaging, String more) throws IOException {
    return TestPlans.of(
        workspace,
        """
        examples: gpt
        model: {architecture: gpt, layers: 1, hidden: 16, heads: 2, feed-forward: 32}
        training:
          {workers: 2, local-steps: 2, steps: 14, batch-size: 4, micro-batch-size: 2,
           learning-rate: 0.01, warmup-steps: 3, checkpoint-every-rounds: 2,
           averaging: {%s}, %s}
        """
            .formatted(averaging, more));
  }
}
