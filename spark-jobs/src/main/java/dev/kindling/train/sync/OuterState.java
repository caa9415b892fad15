package dev.kindling.train.sync;

import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which of the shared vectors a round changes, and where they come from. */
final class OuterState {
  private static final Set<StateVector> OUTER =
      EnumSet.of(StateVector.PARAMETERS, StateVector.OUTER_MOMENTUM, StateVector.RESIDUAL);

  private OuterState() {}

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
}
