package dev.kindling.train.sync;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * One task of a barrier stage: runs its workers' part of round after round, one worker after the
 * other, and holds the shared vectors in between. Of the outer step's vectors only the stretches
 * that the task owns are kept up. The exchange has a thread of its own: what a worker contributes
 * goes out while the next one computes, and where the mean is delayed the whole exchange runs
 * beside the next round's steps.
 */
final class ExchangeTask implements AutoCloseable {
  /** Waits of the exchange end at once when its thread is interrupted. */
  private static final int SECONDS_TO_END = 20;

  private final RunPlan plan;
  private final SliceExchange exchange;
  private final int task;
  private final int tasks;
  private final EngineThreads threads;
  private final Workspace workspace;
  private final Map<Integer, StateVectors> own = new TreeMap<>();
  private final ExecutorService lane;
  private CompletableFuture<StateVectors> shared; // after the last round that was begun

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
    this.lane = Executors.newSingleThreadExecutor(this::thread);
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "kindling-exchange-" + task);
    thread.setDaemon(true); // it must not keep an executor alive that has been told to end
    return thread;
  }

  /**
   * Takes up the state that a checkpoint holds.
   *
   * @param start null where the run begins
   */
  void load(StoredVectors start) throws IOException {
    shared =
        CompletableFuture.completedFuture(
            start == null
                ? plan.initialState().shared()
                : start.read(CheckpointPart.SHARED, workspace));
    for (int worker = task; worker < plan.training().workers(); worker += tasks) {
      own.put(worker, start == null ? new StateVectors() : start.read(worker, workspace));
    }
  }

  /** Takes up what a task of the same number, among as many, had at its end. */
  void goOn(HeldState held) {
    shared = CompletableFuture.completedFuture(held.shared());
    own.putAll(held.own());
  }

  /** What the task has now. */
  HeldState held(String run, long round) {
    return new HeldState(run, round, tasks, task, settled(shared), own);
  }

  /**
   * One round, without its exchange where that is delayed.
   *
   * @return the reports of the task's workers
   */
  List<WorkerReport> run(RoundAssignment round) throws Exception {
    SliceLayout layout = layout(round);
    SliceAverager averager = new SliceAverager(plan, exchange, task, tasks, round.round(), layout);
    CompletableFuture<StateVectors> before = shared;
    CompletableFuture<StateVectors> after = shared;
    List<WorkerReport> reports = new ArrayList<>();
    for (Map.Entry<Integer, StateVectors> worker : own.entrySet()) {
      WorkerOutcome outcome =
          new WorkerRound(plan, round, worker.getKey())
              .run(() -> settled(before), worker.getValue(), threads.here(), workspace);
      after = after.thenApplyAsync(vectors -> contribute(averager, outcome, vectors), lane);
      worker.setValue(outcome.own());
      reports.add(outcome.report());
    }
    shared = after.thenApplyAsync(vectors -> average(averager, layout, vectors), lane);
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
    settled(shared);
  }

  private static StateVectors settled(CompletableFuture<StateVectors> vectors) {
    try {
      return vectors.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KindlingException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KindlingException(ExitCode.CLUSTER, "the task was interrupted", e);
    }
  }

  /** Writes what the workers keep, and of the shared vectors the slices that the task owns. */
  List<CheckpointPart> write(CheckpointStore.Attempt attempt, RoundAssignment last)
      throws IOException {
    List<CheckpointPart> parts = new ArrayList<>();
    for (Map.Entry<StateVector, List<VectorPiece>> vector : owned(last).entrySet()) {
      parts.addAll(
          attempt.write(workspace, CheckpointPart.SHARED, vector.getKey(), vector.getValue()));
    }
    for (Map.Entry<Integer, StateVectors> worker : own.entrySet()) {
      parts.addAll(attempt.write(workspace, worker.getKey(), worker.getValue()));
    }
    return parts;
  }

  private Map<StateVector, List<VectorPiece>> owned(RoundAssignment last) {
    SliceLayout layout = layout(last);
    StateVectors vectors = settled(shared);
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

  /** Ends an exchange that nobody waits for any more. */
  @Override
  public void close() {
    lane.shutdownNow();
    boolean interrupted = Thread.interrupted(); // the connections must not be closed under it
    try {
      lane.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
