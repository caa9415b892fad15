package dev.kindling.train.sync;

import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The outer step of one round, taken slice by slice, where one process holds all vectors. */
final class OuterStep {
  private static final List<StateVector> OUTER =
      List.of(StateVector.OUTER_MOMENTUM, StateVector.RESIDUAL);

  private final StateVectors before;
  private final SliceLayout layout;
  private final ParameterAveraging averaging;
  private final boolean inPlace;
  private final StateVectors after;
  private final byte[][] changes;
  private final AtomicInteger taken = new AtomicInteger();

  /**
   * A step not taken yet.
   *
   * @param before shared vectors before the round; those of the outer optimizer are changed
   * @param inPlace whether all others are too; not where tasks may still read them. It spares the
   *     driver a vector, and a search for as much free memory in one piece
   */
  OuterStep(
      StateVectors before, SliceLayout layout, ParameterAveraging averaging, boolean inPlace) {
    this.before = before;
    this.layout = layout;
    this.averaging = averaging;
    this.inPlace = inPlace;
    this.changes = new byte[layout.slicesPerVector()][];
    StateVectors opened = new StateVectors();
    for (StateVector vector : StateVector.values()) {
      if (layout.vectors().contains(vector)) {
        float[] old = inPlace ? before.get(vector) : null;
        opened = opened.with(vector, old == null ? new float[layout.parameters()] : old);
      } else if (OUTER.contains(vector) && before.get(vector) != null) {
        opened = opened.with(vector, before.get(vector));
      }
    }
    this.after = opened;
  }

  /** Takes one slice's step; slices may come in any order and at the same time, each once. */
  void take(SliceMean mean) {
    int start = layout.start(mean.slice());
    int length = mean.values().length;
    StateVector vector = layout.vector(mean.slice());
    if (vector == StateVector.PARAMETERS) {
      float[] parameters = after.get(StateVector.PARAMETERS);
      if (!inPlace) {
        System.arraycopy(before.get(StateVector.PARAMETERS), start, parameters, start, length);
      }
      byte[] update =
          averaging.outerStep(
              mean.values(),
              parameters,
              start,
              after.get(StateVector.OUTER_MOMENTUM),
              after.get(StateVector.RESIDUAL));
      if (!averaging.codec().carriesParameters()) { // nobody needs them beside the parameters
        changes[mean.slice()] = update;
      }
    } else {
      System.arraycopy(mean.values(), 0, after.get(vector), start, length);
    }
    taken.incrementAndGet();
  }

  /** The shared vectors after the round, once all slices have been taken. */
  StateVectors after() {
    if (taken.get() != layout.slices()) {
      throw new IllegalStateException(
          "a round gave %d of %d slices".formatted(taken.get(), layout.slices()));
    }
    return after;
  }

  /** How the parameters changed, by slice, as the codec carries changes. */
  byte[][] changes() {
    return changes;
  }
}
