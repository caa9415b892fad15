package dev.kindling.train.sync;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.aeron.SliceExchange;
import dev.kindling.train.checkpoint.CheckpointPart;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.checkpoint.StoredVectors;
import dev.kindling.train.checkpoint.VectorPiece;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * One task of a barrier stage: runs its workers' part of round after round, one worker after the
 * other, and holds the shared vectors in between. Of the outer step's vectors only the stretches
 * that the task owns are kept up. The exchange has a thread of its own: what a worker contributes
 * goes out while the next one computes, and where the mean is delayed the whole exchange runs
 * beside the next round's steps.
 */
final class ExchangeTask implements AutoCloseable {
  private final RunPlan plan;
  private final SliceExchange exchange;
  private final int task;
  private final int tasks;
  private final EngineThreads threads;
  private final Workspace workspace;
  private final List<TaskWorker> workers = new ArrayList<>();
  private final ExchangeLane shared; // vectors

  ExchangeTask(
      RunPlan plan,
      SliceExchange exchange,
      int task,
      int tasks,
      EngineThreads threads,
      Workspace workspace) {
    this.plan = plan;
    this.exchange = exchange;
    this.task = task;
    this.tasks = tasks;
    this.threads = threads;
    this.workspace = workspace;
    this.shared = new ExchangeLane("kindling-exchange-" + task);
  }

  /**
   * Takes up the state that a checkpoint holds.
   *
   * @param start null where the run begins
   */
  void load(StoredVectors start) throws IOException {
    shared.start(
        start == null
            ? plan.initialState().shared()
            : start.read(CheckpointPart.SHARED, workspace));
    Map<Integer, StateVectors> own = new TreeMap<>();
    for (int worker = task; worker < plan.training().workers(); worker += tasks) {
      own.put(worker, start == null ? new StateVectors() : start.read(worker, workspace));
    }
    begin(own);
  }

  /** Takes up what a task of the same number, among as many, had at its end. */
  void goOn(HeldState held) {
    shared.start(held.shared());
    begin(held.own());
  }

  private void begin(Map<Integer, StateVectors> own) {
    own.forEach(
        (worker, vectors) -> workers.add(new TaskWorker(plan, worker, own.size() == 1, vectors)));
  }

  /** What the task has now. */
  HeldState held(String run, long round) throws Exception {
    Map<Integer, StateVectors> own = new TreeMap<>();
    for (TaskWorker worker : workers) {
      own.put(worker.number(), worker.vectors());
    }
    return new HeldState(run, round, tasks, task, shared.vectors(), own);
  }

  /**
   * One round, without its exchange where that is delayed.
   *
   * @return the reports of the task's workers
   */
  List<WorkerReport> run(RoundAssignment round) throws Exception {
    SliceLayout layout = layout(round);
    SliceAverager averager = new SliceAverager(plan, exchange, task, tasks, round.round(), layout);
    Supplier<StateVectors> before = shared.afterQueued();
    List<WorkerReport> reports = new ArrayList<>();
    for (TaskWorker worker : workers) {
      WorkerOutcome outcome = worker.run(round, before, threads.here(), workspace);
      shared.queue(vectors -> contribute(averager, outcome, vectors));
      reports.add(outcome.report());
    }
    shared.queue(vectors -> average(averager, layout, vectors));
    if (!plan.isDelayed()) {
      settle();
    }
    return reports;
  }

  private static StateVectors contribute(
      SliceAverager averager, WorkerOutcome outcome, StateVectors vectors) {
    averager.contribute(outcome);
    return vectors;
  }

  private static StateVectors average(
      SliceAverager averager, SliceLayout layout, StateVectors vectors) {
    StateVectors target = OuterState.opened(vectors, layout);
    averager.averageOwned(target);
    averager.follow(target);
    return target;
  }

  /** Waits for the exchange that is under way. */
  void settle() {
    shared.vectors();
  }

  /** Writes what the workers keep, and of the shared vectors the slices that the task owns. */
  List<CheckpointPart> write(CheckpointStore.Attempt attempt, RoundAssignment last)
      throws Exception {
    List<CheckpointPart> parts = new ArrayList<>();
    for (Map.Entry<StateVector, List<VectorPiece>> vector : owned(last).entrySet()) {
      parts.addAll(
          attempt.write(workspace, CheckpointPart.SHARED, vector.getKey(), vector.getValue()));
    }
    for (TaskWorker worker : workers) {
      parts.addAll(attempt.write(workspace, worker.number(), worker.vectors()));
    }
    return parts;
  }

  private Map<StateVector, List<VectorPiece>> owned(RoundAssignment last) {
    SliceLayout layout = layout(last);
    StateVectors vectors = shared.vectors();
    Map<StateVector, List<VectorPiece>> owned = new EnumMap<>(StateVector.class);
    for (int slice : SliceAverager.owned(task, tasks, layout)) {
      for (StateVector vector : OuterState.beside(layout.vector(slice), vectors)) {
        int start = layout.start(slice);
        FloatBuffer values = FloatBuffer.wrap(vectors.get(vector), start, layout.length(slice));
        owned.computeIfAbsent(vector, v -> new ArrayList<>()).add(new VectorPiece(start, values));
      }
    }
    return owned;
  }

  private SliceLayout layout(RoundAssignment round) {
    return SliceLayout.of(plan.averagedVectors(round.round()), plan.parameterCount());
  }

  /** Ends an exchange that nobody waits for any more, and gives back what engines there are. */
  @Override
  public void close() {
    shared.close();
    workers.forEach(TaskWorker::close);
  }
}
