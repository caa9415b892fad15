package dev.kindling.train.sync;

/**
 * How the three vectors of a training state (parameters, first moment, second moment) are cut into
 * numbered slices: all of the first vector's slices, then the second's, then the third's.
 *
 * @param parameters length of each vector
 * @param sliceFloats length of a slice; the last of a vector may be shorter
 */
record SliceLayout(int parameters, int sliceFloats) {
  static final int VECTORS = 3;

  /** 1 MiB: small beside a task's memory, large beside the cost of a shuffle record. */
  private static final int SLICE_FLOATS = 256 * 1024;

  static SliceLayout of(int parameters) {
    return new SliceLayout(parameters, SLICE_FLOATS);
  }

  int slicesPerVector() {
    return (int) (((long) parameters + sliceFloats - 1) / sliceFloats);
  }

  int slices() {
    return VECTORS * slicesPerVector();
  }

  int vector(int slice) {
    return slice / slicesPerVector();
  }

  /** Where the slice starts in its vector. */
  int start(int slice) {
    return slice % slicesPerVector() * sliceFloats;
  }

  int length(int slice) {
    return Math.min(sliceFloats, parameters - start(slice));
  }
}
