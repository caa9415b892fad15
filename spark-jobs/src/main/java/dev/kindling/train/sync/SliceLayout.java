package dev.kindling.train.sync;

import dev.kindling.train.state.StateVector;
import java.io.Serializable;
import java.util.List;

/**
 * How the vectors that a round averages are cut into numbered slices: all of the first vector's
 * slices, then the next one's.
 *
 * @param vectors that are averaged, parameters first
 * @param parameters length of each vector
 * @param sliceFloats length of a slice; the last of a vector may be shorter
 */
record SliceLayout(List<StateVector> vectors, int parameters, int sliceFloats)
    implements Serializable {
  /**
   * 256 KiB: fits a core's own cache, and is below what the G1 collector sets aside as too large to
   * move (half a region, 512 KiB or more); large beside the cost of a shuffle record. A multiple of
   * the codecs' block.
   */
  static final int SLICE_FLOATS = 64 * 1024;

  static SliceLayout of(List<StateVector> vectors, int parameters) {
    return new SliceLayout(vectors, parameters, SLICE_FLOATS);
  }

  int slicesPerVector() {
    return (int) (((long) parameters + sliceFloats - 1) / sliceFloats);
  }

  int slices() {
    return vectors.size() * slicesPerVector();
  }

  StateVector vector(int slice) {
    return vectors.get(slice / slicesPerVector());
  }

  /** Where the slice starts in its vector. */
  int start(int slice) {
    return slice % slicesPerVector() * sliceFloats;
  }

  int length(int slice) {
    return Math.min(sliceFloats, parameters - start(slice));
  }
}
