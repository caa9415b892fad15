package dev.kindling.train.sync;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.aeron.SliceExchange;
import dev.kindling.train.checkpoint.CheckpointPart;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.checkpoint.WorkerParts;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One task of a barrier stage: runs its workers' part of round after round, one worker after the
 * other, and holds the shared vectors in between. Of the outer step's vectors only the stretches
 * that the task owns are kept up.
 */
final class ExchangeTask {
  private final RunPlan plan;
  private final SliceExchange exchange;
  private final int task;
  private final int tasks;
  private final EngineThreads threads;
  private final Workspace workspace;
  private final Map<Integer, StateVectors> own = new TreeMap<>();
  private StateVectors shared = new StateVectors();

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
  }

  /**
   * Takes up a state.
   *
   * @param start shared vectors; not changed
   * @param parts where the workers find what they had kept; null where that is nothing
   */
  void load(StateVectors start, WorkerParts parts) throws IOException {
    shared = new StateVectors();
    for (StateVector vector : start.present()) {
      shared = shared.with(vector, start.get(vector).clone());
    }
    for (int worker = task; worker < plan.training().workers(); worker += tasks) {
      own.put(worker, parts == null ? new StateVectors() : parts.read(worker, workspace));
    }
  }

  /** One round; the reports of the task's workers. */
  List<WorkerReport> run(RoundAssignment round) throws Exception {
    SliceLayout layout = layout(round);
    SliceAverager averager = new SliceAverager(plan, exchange, task, tasks, round.round(), layout);
    List<WorkerReport> reports = new ArrayList<>();
    for (Map.Entry<Integer, StateVectors> worker : own.entrySet()) {
      WorkerOutcome outcome =
          new WorkerRound(plan, round, worker.getKey())
              .run(shared, worker.getValue(), threads.here(), workspace);
      averager.contribute(outcome);
      worker.setValue(outcome.own());
      reports.add(outcome.report());
    }
    shared = OuterState.opened(shared, layout);
    averager.averageOwned(shared);
    averager.follow(shared);
    return reports;
  }

  /** The task's own slices of all shared vectors, after a round. */
  List<OwnedSlice> owned(RoundAssignment last) {
    SliceLayout layout = layout(last);
    List<OwnedSlice> slices = new ArrayList<>();
    for (int slice : SliceAverager.owned(task, tasks, layout)) {
      StateVector sliced = layout.vector(slice);
      for (StateVector vector : OuterState.beside(sliced, shared)) {
        int start = layout.start(slice);
        float[] values = new float[layout.length(slice)];
        System.arraycopy(shared.get(vector), start, values, 0, values.length);
        slices.add(new OwnedSlice(vector, start, values));
      }
    }
    return slices;
  }

  /** Writes what the workers keep. */
  List<CheckpointPart> write(CheckpointStore.Attempt attempt) throws IOException {
    List<CheckpointPart> parts = new ArrayList<>();
    for (Map.Entry<Integer, StateVectors> worker : own.entrySet()) {
      parts.addAll(attempt.write(workspace, worker.getKey(), worker.getValue()));
    }
    return parts;
  }

  private SliceLayout layout(RoundAssignment round) {
    return SliceLayout.of(plan.averagedVectors(round.round()), plan.parameterCount());
  }
}
