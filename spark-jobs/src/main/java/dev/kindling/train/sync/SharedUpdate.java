package dev.kindling.train.sync;

import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * What a round did to the shared vectors, as executors that hold those of the round before need it.
 *
 * @param layout of the round; its first vector's slices are those of {@code changes}
 * @param changes of the parameters, by slice, in the codec's bytes
 * @param moments that the round averaged, whole
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record SharedUpdate(SliceLayout layout, byte[][] changes, StateVectors moments)
    implements Serializable {

  /**
   * The shared vectors after the round.
   *
   * @param before the parameters before it; not changed, since other tasks may still read them
   */
  StateVectors after(float[] before, ParameterAveraging averaging) {
    float[] parameters = new float[before.length];
    IntStream.range(0, changes.length)
        .parallel() // slices do not touch each other
        .forEach(
            slice -> {
              int start = layout.start(slice);
              int length = layout.length(slice);
              averaging.follow(changes[slice], before, parameters, start, length);
            });
    return moments.with(StateVector.PARAMETERS, parameters);
  }
}
