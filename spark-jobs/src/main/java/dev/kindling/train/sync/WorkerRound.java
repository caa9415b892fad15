package dev.kindling.train.sync;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.TrainingState;
import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One worker's part of a round, from the shared state to what it sends: a pure function, whatever
 * carries its result.
 */
final class WorkerRound {
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
   * @param shared vectors of the run
   * @param own vectors that the worker kept; not changed
   */
  WorkerOutcome run(StateVectors shared, StateVectors own, int threads, Workspace workspace)
      throws Exception {
    float[] parameters = shared.get(StateVector.PARAMETERS);
    TrainingState start =
        new TrainingState(
            parameters,
            moment(StateVector.FIRST_MOMENT, shared, own, parameters.length),
            moment(StateVector.SECOND_MOMENT, shared, own, parameters.length),
            assignment.progress().get(worker).steps());
    LocalSteps.Outcome trained =
        new LocalSteps(plan, assignment, worker).run(start, threads, workspace);
    return outcome(parameters, own, trained);
  }

  private static float[] moment(
      StateVector vector, StateVectors shared, StateVectors own, int length) {
    if (shared.get(vector) != null) {
      return shared.get(vector);
    }
    return own.get(vector) != null ? own.get(vector) : new float[length];
  }

  private WorkerOutcome outcome(float[] parameters, StateVectors own, LocalSteps.Outcome trained) {
    TrainingState end = trained.state();
    float[] residual = null;
    if (plan.averaging().codec().hasErrorFeedback()) {
      float[] before = own.get(StateVector.RESIDUAL);
      residual = before == null ? new float[parameters.length] : before.clone();
    }
    List<StateVector> averaged = plan.averagedVectors(assignment.round());
    SliceLayout layout = SliceLayout.of(averaged, parameters.length);
    ArrayList<byte[]> contributions = new ArrayList<>();
    for (int slice = 0; slice < layout.slices(); slice++) {
      StateVector vector = layout.vector(slice);
      ParameterAveraging averaging = plan.averagingOf(vector);
      contributions.add(
          averaging.contribution(
              parameters,
              vector(end, vector),
              layout.start(slice),
              layout.length(slice),
              residual));
    }
    Set<StateVector> moments = EnumSet.of(StateVector.FIRST_MOMENT, StateVector.SECOND_MOMENT);
    averaged.forEach(moments::remove);
    StateVectors kept = new StateVectors();
    for (StateVector moment : moments) {
      kept = kept.with(moment, vector(end, moment));
    }
    return new WorkerOutcome(
        trained.report(),
        residual == null ? kept : kept.with(StateVector.RESIDUAL, residual),
        contributions);
  }

  private static float[] vector(TrainingState state, StateVector vector) {
    return switch (vector) {
      case PARAMETERS -> state.parameters();
      case FIRST_MOMENT -> state.firstMoment();
      case SECOND_MOMENT -> state.secondMoment();
      default -> throw new IllegalArgumentException(vector + " is no vector of the engine");
    };
  }
}
