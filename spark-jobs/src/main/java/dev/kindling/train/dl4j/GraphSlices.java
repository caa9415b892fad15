package dev.kindling.train.dl4j;

import dev.kindling.model.averaging.DeltaCodec;
import dev.kindling.model.averaging.OuterOptimizer;
import dev.kindling.model.averaging.ParameterAveraging;
import java.io.Serializable;

/**
 * How a graph's two vectors are cut into numbered slices: those of the parameters, then those of
 * the updater's state.
 *
 * @param parameters length of the first
 * @param updater length of the second, which may be 0
 * @param averaging of the parameters
 */
record GraphSlices(int parameters, int updater, ParameterAveraging averaging)
    implements Serializable {
  /** 1 MiB, a multiple of the codecs' block. */
  private static final int SLICE_FLOATS = 256 * 1024;

  /** State as it is: a rounded second moment could become negative. */
  private static final ParameterAveraging OF_UPDATER =
      new ParameterAveraging(OuterOptimizer.AVERAGE, DeltaCodec.FP32);

  private static int slices(int length) {
    return (int) (((long) length + SLICE_FLOATS - 1) / SLICE_FLOATS);
  }

  int count() {
    return slices(parameters) + slices(updater);
  }

  boolean ofParameters(int slice) {
    return slice < slices(parameters);
  }

  ParameterAveraging averaging(int slice) {
    return ofParameters(slice) ? averaging : OF_UPDATER;
  }

  /** Where the slice starts in its vector. */
  int start(int slice) {
    return (ofParameters(slice) ? slice : slice - slices(parameters)) * SLICE_FLOATS;
  }

  int length(int slice) {
    return Math.min(SLICE_FLOATS, (ofParameters(slice) ? parameters : updater) - start(slice));
  }
}
