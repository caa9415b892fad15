package dev.kindling.train.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.TestPlans;
import dev.kindling.train.TestShards;
import dev.kindling.train.aeron.ExchangeEndpoint;
import dev.kindling.train.aeron.ExchangeGroup;
import dev.kindling.train.aeron.InProcessExchange;
import dev.kindling.train.aeron.SliceExchange;
import dev.kindling.train.checkpoint.CheckpointPart;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.checkpoint.Retention;
import dev.kindling.train.checkpoint.StoredVectors;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two workers in one task borrow an engine for each round; in a task each they keep theirs, with
 * the moments in it. The bits must be the same.
 */
final class ExchangeTaskTest {
  private static final int WORKERS = 2;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Workspace workspace;

  @BeforeEach
  void writeShards() throws IOException {
    workspace = new Workspace(folder.toString(), new Configuration());
    TestShards.write(folder.resolve("gpt"), ExampleKind.NEXT_WORD, 16, 20, 17);
  }

  /** Eight rounds in three stages; within the second one, after round 4, a phase begins. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{moments: average}",
        "{moments: local}",
        "{moments: rare}",
        "{moments: rare, codec: int8}",
        "{moments: local, delayed: true}"
      })
  void shouldGiveTheSameBitsWhereMomentsStayInTheEngine(String averaging) throws Exception {
    RunPlan plan = plan(averaging);

    Run borrowing = train(plan, 1);
    Run keeping = train(plan, WORKERS);

    assertThat(keeping.reports()).isEqualTo(borrowing.reports()).hasSize(8 * WORKERS);
    assertThat(borrowing.reports()).allMatch(report -> report.skippedSteps() == 0);
    for (int worker = CheckpointPart.SHARED; worker < WORKERS; worker++) {
      StateVectors expected = borrowing.vectors().read(worker, workspace);
      StateVectors actual = keeping.vectors().read(worker, workspace);
      assertThat(actual.present()).isEqualTo(expected.present());
      for (StateVector vector : expected.present()) {
        assertThat(actual.get(vector)).as(vector.text()).isEqualTo(expected.get(vector));
      }
    }
  }

  @Test
  void shouldKeepNoMomentsInTheHeapWhileTheyAreInTheEngine() throws Exception {
    RunPlan plan = plan("{moments: local}");
    StateVectors shared = plan.initialState().shared();
    RoundAssignment round = new RoundPlanner(plan).next(plan.initialState(), 1).get(0);
    try (TaskWorker alone = new TaskWorker(plan, 0, true, new StateVectors());
        TaskWorker one = new TaskWorker(plan, 1, false, new StateVectors())) {
      assertThat(alone.run(round, () -> shared, 1, workspace).own().present()).isEmpty();
      one.run(round, () -> shared, 1, workspace);

      for (TaskWorker worker : List.of(alone, one)) {
        assertThat(worker.vectors().present())
            .containsExactly(StateVector.FIRST_MOMENT, StateVector.SECOND_MOMENT);
        assertThat(worker.vectors().get(StateVector.FIRST_MOMENT))
            .isNotEqualTo(new float[plan.parameterCount()]);
      }
    }
  }

  /** What a run led to. */
  private record Run(List<WorkerReport> reports, StoredVectors vectors) {}

  /** What a task of a stage led to. */
  private record Ended(HeldState held, List<WorkerReport> reports, List<CheckpointPart> parts) {}

  /** How a task begins. */
  private interface Start {
    void of(ExchangeTask task, int number) throws IOException;
  }

  private Run train(RunPlan plan, int tasks) throws Exception {
    CheckpointStore store =
        new CheckpointStore(workspace, workspace.path("checkpoints-" + tasks), "test");
    List<RoundAssignment> rounds = new RoundPlanner(plan).next(plan.initialState(), 8);
    List<Ended> first =
        stage(plan, tasks, rounds.subList(0, 2), store.begin(2), (task, number) -> task.load(null));
    CheckpointStore.Attempt attempt = store.begin(6);
    List<Ended> second =
        stage(
            plan,
            tasks,
            rounds.subList(2, 6),
            attempt,
            (task, number) -> task.goOn(first.get(number).held()));
    StoredVectors middle = save(store, attempt, plan, rounds.get(5), second);
    assertEachMomentAtOnePlace(plan, 6, middle);
    attempt = store.begin(8);
    List<Ended> third =
        stage(plan, tasks, rounds.subList(6, 8), attempt, (task, number) -> task.load(middle));
    StoredVectors end = save(store, attempt, plan, rounds.get(7), third);
    assertEachMomentAtOnePlace(plan, 8, end);
    List<WorkerReport> reports = new ArrayList<>();
    for (List<Ended> stage : List.of(first, second, third)) {
      stage.forEach(task -> reports.addAll(task.reports()));
    }
    return new Run(
        reports.stream()
            .map(ExchangeTaskTest::untimed)
            .sorted(Comparator.comparing(WorkerReport::toString))
            .toList(),
        end);
  }

  /** What a round has averaged belongs to all, and what it has not, to each worker. */
  private void assertEachMomentAtOnePlace(RunPlan plan, long round, StoredVectors stored)
      throws IOException {
    for (StateVector moment : List.of(StateVector.FIRST_MOMENT, StateVector.SECOND_MOMENT)) {
      boolean averaged = plan.averagedVectors(round).contains(moment);
      assertThat(stored.read(CheckpointPart.SHARED, workspace).present().contains(moment))
          .isEqualTo(averaged);
      for (int worker = 0; worker < WORKERS; worker++) {
        assertThat(stored.read(worker, workspace).present().contains(moment)).isEqualTo(!averaged);
      }
    }
  }

  private static StoredVectors save(
      CheckpointStore store,
      CheckpointStore.Attempt attempt,
      RunPlan plan,
      RoundAssignment last,
      List<Ended> tasks)
      throws IOException {
    RunState state =
        new RunState(
            last.round(),
            last.endStep(),
            0,
            0,
            last.progressAfter(plan.phaseAt(last.step())),
            new StateVectors());
    List<CheckpointPart> parts = tasks.stream().flatMap(task -> task.parts().stream()).toList();
    return store.commit(attempt, state, parts, new Retention(3, 1, 0)).stored();
  }

  private static WorkerReport untimed(WorkerReport report) {
    return new WorkerReport(
        report.worker(),
        report.losses(),
        report.gradientNormSum(),
        report.steps(),
        report.skippedSteps(),
        report.firstSkip(),
        report.drift(),
        0,
        0);
  }

  private List<Ended> stage(
      RunPlan plan,
      int tasks,
      List<RoundAssignment> rounds,
      CheckpointStore.Attempt attempt,
      Start start)
      throws Exception {
    ExchangeGroup group = ExchangeGroup.withRandomKey(1, tasks, DEADLINE);
    List<ExchangeEndpoint> endpoints =
        IntStream.range(0, tasks).mapToObj(i -> InProcessExchange.factory().open(group)).toList();
    List<String> addresses = endpoints.stream().map(ExchangeEndpoint::address).toList();
    ExecutorService threads = Executors.newFixedThreadPool(tasks);
    try {
      List<Future<Ended>> running = new ArrayList<>();
      for (int number = 0; number < tasks; number++) {
        int task = number;
        running.add(
            threads.submit(
                () -> {
                  try (SliceExchange exchange =
                      endpoints.get(task).connect(task, addresses, () -> false)) {
                    return run(plan, exchange, task, tasks, rounds, attempt, start);
                  }
                }));
      }
      List<Ended> ended = new ArrayList<>();
      for (Future<Ended> task : running) {
        ended.add(task.get());
      }
      return ended;
    } finally {
      threads.shutdownNow();
    }
  }

  private Ended run(
      RunPlan plan,
      SliceExchange exchange,
      int number,
      int tasks,
      List<RoundAssignment> rounds,
      CheckpointStore.Attempt attempt,
      Start start)
      throws Exception {
    try (ExchangeTask task =
        new ExchangeTask(plan, exchange, number, tasks, new EngineThreads(1), workspace)) {
      start.of(task, number);
      List<WorkerReport> reports = new ArrayList<>();
      for (RoundAssignment round : rounds) {
        reports.addAll(task.run(round));
      }
      task.settle();
      RoundAssignment last = rounds.get(rounds.size() - 1);
      List<CheckpointPart> parts = task.write(attempt, last);
      return new Ended(task.held("test", last.round()), reports, parts);
    }
  }

  private RunPlan plan(String averaging) throws IOException {
    return TestPlans.of(
        workspace,
        """
        model: {architecture: gpt, layers: 1, hidden: 16, heads: 2, feed-forward: 32}
        training:
          workers: 2
          local-steps: 2
          batch-size: 4
          micro-batch-size: 2
          learning-rate: 0.01
          averaging: %s
          phases:
            - {examples: gpt, steps: 8}
            - {examples: gpt, steps: 8, micro-batch-size: 4}
        """
            .formatted(averaging));
  }
}
