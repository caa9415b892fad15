package dev.kindling.train.sync;

import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.util.List;

/** The outer step of whole vectors, where one process holds them all. */
final class OuterState {
  private OuterState() {}

  /**
   * The shared vectors after a round.
   *
   * @param before shared vectors before it; not changed
   * @param means of all its slices
   */
  static StateVectors after(
      StateVectors before, List<SliceMean> means, SliceLayout layout, RunPlan plan) {
    if (means.size() != layout.slices()) {
      throw new IllegalStateException(
          "a round gave %d of %d slices".formatted(means.size(), layout.slices()));
    }
    StateVectors after = new StateVectors();
    for (StateVector vector :
        List.of(StateVector.PARAMETERS, StateVector.OUTER_MOMENTUM, StateVector.RESIDUAL)) {
      if (before.get(vector) != null) {
        after = after.with(vector, before.get(vector).clone());
      }
    }
    for (StateVector vector : layout.vectors()) {
      if (vector != StateVector.PARAMETERS) {
        after = after.with(vector, new float[layout.parameters()]);
      }
    }
    StateVectors target = after;
    ParameterAveraging averaging = plan.averaging();
    means.parallelStream() // slices do not touch each other
        .forEach(mean -> apply(mean, layout, target, averaging));
    return after;
  }

  private static void apply(
      SliceMean mean, SliceLayout layout, StateVectors target, ParameterAveraging averaging) {
    StateVector vector = layout.vector(mean.slice());
    int start = layout.start(mean.slice());
    if (vector == StateVector.PARAMETERS) {
      averaging.outerStep(
          mean.values(),
          target.get(StateVector.PARAMETERS),
          start,
          target.get(StateVector.OUTER_MOMENTUM),
          target.get(StateVector.RESIDUAL));
    } else {
      System.arraycopy(mean.values(), 0, target.get(vector), start, mean.values().length);
    }
  }
}
