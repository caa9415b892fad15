package dev.kindling.train.sync;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.plan.EngineSpec;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.StateVectors;
import java.util.function.Supplier;

/**
 * One worker of a task, and what it keeps from round to round. A worker that has a task of many
 * rounds to itself has an engine to itself too, where its moments stay until they are asked for;
 * any other borrows an engine for each round and leaves nothing in it.
 */
final class TaskWorker implements AutoCloseable {
  private final RunPlan plan;
  private final int number;
  private final boolean alone;
  private StateVectors own; // all but the moments that are in the engine
  private EngineLease lease; // null where it has no engine

  /**
   * A worker between two rounds.
   *
   * @param alone whether it has an engine to itself
   * @param own what it keeps; nobody else may use the arrays
   */
  TaskWorker(RunPlan plan, int number, boolean alone, StateVectors own) {
    this.plan = plan;
    this.number = number;
    this.alone = alone;
    this.own = own;
  }

  int number() {
    return number;
  }

  /** Trains as {@link WorkerRound#run} does. The worker cannot go on where that fails. */
  WorkerOutcome run(
      RoundAssignment round, Supplier<StateVectors> shared, int threads, Workspace workspace)
      throws Exception {
    EngineSpec spec = plan.engine(plan.phaseAt(round.step()), threads);
    if (lease != null && !lease.suits(spec)) { // another phase begins
      vectors();
    }
    if (lease == null) {
      lease = EnginePool.lease(spec);
    }
    StateVectors before = own;
    WorkerOutcome outcome =
        new WorkerRound(plan, round, number).run(shared, before, lease, workspace);
    own = outcome.own();
    if (!alone) {
      leave(before);
    }
    return outcome;
  }

  /** All that the worker keeps, which gives its engine back. */
  StateVectors vectors() throws Exception {
    if (lease != null) {
      leave(own);
    }
    return own;
  }

  private void leave(StateVectors arrays) throws Exception {
    own = lease.takeOut(own, arrays);
    close();
  }

  /** Gives the engine back with all that is in it. */
  @Override
  public void close() {
    if (lease != null) {
      lease.close();
      lease = null;
    }
  }
}
