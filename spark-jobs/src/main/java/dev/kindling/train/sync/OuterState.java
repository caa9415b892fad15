package dev.kindling.train.sync;

import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The outer step of whole vectors, where one process holds them all. */
final class OuterState {
  private static final Set<StateVector> OUTER =
      EnumSet.of(StateVector.PARAMETERS, StateVector.OUTER_MOMENTUM, StateVector.RESIDUAL);

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
    StateVectors copied = new StateVectors();
    for (StateVector vector : before.present()) {
      if (isOuter(vector)) {
        copied = copied.with(vector, before.get(vector).clone());
      }
    }
    StateVectors target = opened(copied, layout);
    ParameterAveraging averaging = plan.averaging();
    means.parallelStream() // slices do not touch each other
        .forEach(mean -> apply(mean, layout, target, averaging));
    return target;
  }

  /**
   * The vectors that a round's end goes into: those of the outer step as they are, and new ones for
   * the moments that the round averages. Moments that it does not average are no longer shared.
   */
  static StateVectors opened(StateVectors before, SliceLayout layout) {
    StateVectors after = new StateVectors();
    for (StateVector vector : before.present()) {
      if (isOuter(vector)) {
        after = after.with(vector, before.get(vector));
      }
    }
    for (StateVector vector : layout.vectors()) {
      if (vector != StateVector.PARAMETERS) {
        after = after.with(vector, new float[layout.parameters()]);
      }
    }
    return after;
  }

  /** The vectors that change where a vector's slice does: with the parameters, the outer step's. */
  static List<StateVector> beside(StateVector sliced, StateVectors shared) {
    return sliced == StateVector.PARAMETERS
        ? shared.present().stream().filter(OuterState::isOuter).toList()
        : List.of(sliced);
  }

  private static boolean isOuter(StateVector vector) {
    return OUTER.contains(vector);
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
