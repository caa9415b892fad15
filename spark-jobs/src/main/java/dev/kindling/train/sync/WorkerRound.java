package dev.kindling.train.sync;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.TrainingEngine;
import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One worker's part of a round, from the shared state to what it sends: a pure function, whatever
 * carries its result.
 */
final class WorkerRound {
  /** Where a slice stands between the engine and its bytes, one for each thread. */
  private static final ThreadLocal<float[]> SLICE =
      ThreadLocal.withInitial(() -> new float[SliceLayout.SLICE_FLOATS]);

  private static final List<StateVector> MOMENTS =
      List.of(StateVector.FIRST_MOMENT, StateVector.SECOND_MOMENT);

  private final RunPlan plan;
  private final RoundAssignment assignment;
  private final int worker;

  WorkerRound(RunPlan plan, RoundAssignment assignment, int worker) {
    this.plan = plan;
    this.assignment = assignment;
    this.worker = worker;
  }

  /**
   * Trains. Moments that the round does not average are in the lease's engine afterwards.
   *
   * @param shared vectors of the run; asked for when they are needed, which is after the local
   *     steps where the worker goes on from parameters of its own
   * @param own vectors that the worker kept outside the engine; their arrays go into the outcome,
   *     with new values
   * @param lease of an engine of the round's phase, with the moments that the worker kept there
   */
  WorkerOutcome run(
      Supplier<StateVectors> shared, StateVectors own, EngineLease lease, Workspace workspace)
      throws Exception {
    float[] local = own.get(StateVector.LOCAL_PARAMETERS);
    float[] parameters = local == null ? shared.get().get(StateVector.PARAMETERS) : local;
    return lease.use(
        engine -> {
          engine.loadParameters(parameters, assignment.progress().get(worker).steps());
          if (!lease.holds(StateVector.FIRST_MOMENT)) {
            engine.loadFirstMoment(moment(StateVector.FIRST_MOMENT, shared, own));
          }
          if (!lease.holds(StateVector.SECOND_MOMENT)) {
            engine.loadSecondMoment(moment(StateVector.SECOND_MOMENT, shared, own));
          }
          WorkerReport report = new LocalSteps(plan, assignment, worker).run(engine, workspace);
          List<StateVector> averaged = plan.averagedVectors(assignment.round());
          float[] base = shared.get().get(StateVector.PARAMETERS);
          WorkerOutcome outcome = outcome(averaged, parameters, base, own, engine, report);
          lease.keep(MOMENTS.stream().filter(moment -> !averaged.contains(moment)).toList());
          return outcome;
        });
  }

  private float[] moment(StateVector vector, Supplier<StateVectors> shared, StateVectors own) {
    if (own.get(vector) != null) {
      return own.get(vector);
    }
    float[] averaged = shared.get().get(vector);
    return averaged == null ? new float[plan.parameterCount()] : averaged;
  }

  /**
   * Reads slice by slice from the engine's memory: no copy of the whole state is made.
   *
   * @param averaged what the worker contributes to
   * @param start parameters before the steps
   * @param base parameters that the worker's contribution adds to: the same, unless delayed
   */
  private WorkerOutcome outcome(
      List<StateVector> averaged,
      float[] start,
      float[] base,
      StateVectors own,
      TrainingEngine engine,
      WorkerReport report) {
    float[] residual = null;
    if (plan.averaging().codec().hasErrorFeedback()) {
      residual = arrayFor(StateVector.RESIDUAL, own, base.length);
    }
    SliceLayout layout = SliceLayout.of(averaged, base.length);
    byte[][] contributions = new byte[layout.slices()][];
    double[] squares = new double[layout.slicesPerVector()]; // of the distances gone
    float[] rest = residual; // what the lambda may use
    float[] local =
        plan.isDelayed() ? arrayFor(StateVector.LOCAL_PARAMETERS, own, base.length) : null;
    IntStream.range(0, layout.slices())
        .parallel() // slices do not touch each other
        .forEach(
            slice -> {
              StateVector vector = layout.vector(slice);
              int from = layout.start(slice);
              int count = layout.length(slice);
              float[] end = SLICE.get();
              EngineLease.read(engine, vector, from, end);
              if (vector == StateVector.PARAMETERS) {
                squares[slice] = ParameterAveraging.squaredDistance(start, from, end, count);
                if (local != null) {
                  rebase(end, start, base, from, count);
                  System.arraycopy(end, 0, local, from, count);
                }
              }
              contributions[slice] =
                  plan.averagingOf(vector).contribution(base, from, end, count, rest);
            });
    return new WorkerOutcome(
        report.withDrift(Math.sqrt(Arrays.stream(squares).sequential().reduce(0, Double::sum))),
        kept(residual, local),
        new ArrayList<>(Arrays.asList(contributions)));
  }

  /** Moves where the steps have led by what the others did meanwhile: end + (base - start). */
  private static void rebase(float[] end, float[] start, float[] base, int from, int count) {
    for (int i = 0; i < count; i++) {
      end[i] += base[from + i] - start[from + i];
    }
  }

  private static StateVectors kept(float[] residual, float[] local) {
    StateVectors kept = new StateVectors();
    if (residual != null) {
      kept = kept.with(StateVector.RESIDUAL, residual);
    }
    return local == null ? kept : kept.with(StateVector.LOCAL_PARAMETERS, local);
  }

  private static float[] arrayFor(StateVector vector, StateVectors own, int length) {
    return own.get(vector) == null ? new float[length] : own.get(vector);
  }
}
