package dev.kindling.train.sync;

import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.train.state.FloatBytes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * One slice, averaged over all workers.
 *
 * @param slice its number
 * @param values the mean, of parameters or of their changes
 * @param reports of all workers with slice 0, none with the others
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record SliceMean(int slice, float[] values, ArrayList<WorkerReport> reports)
    implements Serializable {

  /** The token-weighted mean, taken in the order of the workers' numbers, whatever came first. */
  static SliceMean of(
      int slice,
      int length,
      Iterable<Contribution> contributions,
      int workers,
      ParameterAveraging averaging) {
    List<Contribution> inOrder = new ArrayList<>();
    contributions.forEach(inOrder::add);
    inOrder.sort(Comparator.comparingInt(Contribution::worker));
    if (inOrder.size() != workers) {
      throw new IllegalStateException(
          "slice %d came from %d workers instead of %d".formatted(slice, inOrder.size(), workers));
    }
    long[] weights = inOrder.stream().mapToLong(Contribution::weight).toArray();
    List<byte[]> bytes = inOrder.stream().map(Contribution::bytes).toList();
    ArrayList<WorkerReport> reports = new ArrayList<>();
    inOrder.stream().map(Contribution::report).filter(Objects::nonNull).forEach(reports::add);
    return new SliceMean(slice, averaging.mean(bytes, weights, length), reports);
  }

  /** Java writes bytes as they are, but floats one by one. */
  private Object writeReplace() {
    return new Sent(slice, FloatBytes.encode(values, 0, values.length), reports);
  }

  private record Sent(int slice, byte[] values, ArrayList<WorkerReport> reports)
      implements Serializable {
    private Object readResolve() {
      float[] floats = new float[values.length / Float.BYTES];
      FloatBytes.decode(values, floats, 0);
      return new SliceMean(slice, floats, reports);
    }
  }
}
