package dev.kindling.train.sync;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.TrainingEngine;
import dev.kindling.model.TrainingState;
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

  private final RunPlan plan;
  private final RoundAssignment assignment;
  private final int worker;

  WorkerRound(RunPlan plan, RoundAssignment assignment, int worker) {
    this.plan = plan;
    this.assignment = assignment;
    this.worker = worker;
  }

  /**
   * Trains.
   *
   * @param shared vectors of the run; asked for when they are needed, which is after the local
   *     steps where the worker goes on from parameters of its own
   * @param own vectors that the worker kept; their arrays go into the outcome, with new values
   */
  WorkerOutcome run(
      Supplier<StateVectors> shared, StateVectors own, int threads, Workspace workspace)
      throws Exception {
    float[] local = own.get(StateVector.LOCAL_PARAMETERS);
    float[] parameters = local == null ? shared.get().get(StateVector.PARAMETERS) : local;
    TrainingState start =
        new TrainingState(
            parameters,
            moment(StateVector.FIRST_MOMENT, shared, own, parameters.length),
            moment(StateVector.SECOND_MOMENT, shared, own, parameters.length),
            assignment.progress().get(worker).steps());
    return new LocalSteps(plan, assignment, worker)
        .run(
            start,
            threads,
            workspace,
            (engine, report) ->
                outcome(parameters, shared.get().get(StateVector.PARAMETERS), own, engine, report));
  }

  private static float[] moment(
      StateVector vector, Supplier<StateVectors> shared, StateVectors own, int length) {
    if (own.get(vector) != null) {
      return own.get(vector);
    }
    float[] averaged = shared.get().get(vector);
    return averaged == null ? new float[length] : averaged;
  }

  /**
   * Reads slice by slice from the engine's memory: no copy of the whole state is made.
   *
   * @param start parameters before the steps
   * @param base parameters that the worker's contribution adds to: the same, unless delayed
   */
  private WorkerOutcome outcome(
      float[] start, float[] base, StateVectors own, TrainingEngine engine, WorkerReport report) {
    float[] residual = null;
    if (plan.averaging().codec().hasErrorFeedback()) {
      residual = arrayFor(StateVector.RESIDUAL, own, base.length);
    }
    List<StateVector> averaged = plan.averagedVectors(assignment.round());
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
              read(engine, vector, from, end);
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
    StateVectors kept = kept(engine, averaged, own, residual, base.length);
    return new WorkerOutcome(
        report.withDrift(Math.sqrt(Arrays.stream(squares).sequential().reduce(0, Double::sum))),
        local == null ? kept : kept.with(StateVector.LOCAL_PARAMETERS, local),
        new ArrayList<>(Arrays.asList(contributions)));
  }

  /** Moves where the steps have led by what the others did meanwhile: end + (base - start). */
  private static void rebase(float[] end, float[] start, float[] base, int from, int count) {
    for (int i = 0; i < count; i++) {
      end[i] += base[from + i] - start[from + i];
    }
  }

  private static StateVectors kept(
      TrainingEngine engine,
      List<StateVector> averaged,
      StateVectors own,
      float[] residual,
      int parameters) {
    StateVectors kept = new StateVectors();
    for (StateVector moment : List.of(StateVector.FIRST_MOMENT, StateVector.SECOND_MOMENT)) {
      if (!averaged.contains(moment)) {
        float[] values = arrayFor(moment, own, parameters);
        read(engine, moment, 0, values);
        kept = kept.with(moment, values);
      }
    }
    return residual == null ? kept : kept.with(StateVector.RESIDUAL, residual);
  }

  private static float[] arrayFor(StateVector vector, StateVectors own, int length) {
    return own.get(vector) == null ? new float[length] : own.get(vector);
  }

  private static void read(TrainingEngine engine, StateVector vector, int from, float[] values) {
    synchronized (engine) { // it has one caller at a time; copying is the short part
      switch (vector) {
        case PARAMETERS -> engine.readParameters(from, values);
        case FIRST_MOMENT -> engine.readFirstMoment(from, values);
        case SECOND_MOMENT -> engine.readSecondMoment(from, values);
        default -> throw new IllegalArgumentException(vector + " is no vector of the engine");
      }
    }
  }
}
