package dev.kindling.train.sync;

import dev.kindling.model.averaging.WeightedMean;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One slice, averaged over all workers.
 *
 * @param slice its number
 * @param values little-endian float32
 * @param reports of the workers, in order of their numbers; empty but for slice 0
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record AveragedSlice(int slice, byte[] values, ArrayList<WorkerReport> reports)
    implements Serializable {

  /** The token-weighted mean, taken in the order of the workers' numbers, whatever came first. */
  static AveragedSlice of(int slice, Iterable<Contribution> contributions, int workers) {
    List<Contribution> inOrder = new ArrayList<>();
    contributions.forEach(inOrder::add);
    inOrder.sort(Comparator.comparingInt(c -> c.report().worker()));
    if (inOrder.size() != workers) {
      throw new IllegalStateException(
          "slice %d came from %d workers instead of %d".formatted(slice, inOrder.size(), workers));
    }
    List<float[]> vectors = new ArrayList<>();
    for (Contribution c : inOrder) {
      float[] values = new float[c.values().length / Float.BYTES];
      FloatBytes.decode(c.values(), values, 0);
      vectors.add(values);
    }
    long[] tokens = inOrder.stream().mapToLong(c -> c.report().losses().tokens()).toArray();
    float[] mean = new float[vectors.get(0).length];
    WeightedMean.into(mean, vectors, tokens);
    ArrayList<WorkerReport> reports = new ArrayList<>();
    if (slice == 0) {
      inOrder.forEach(c -> reports.add(c.report()));
    }
    return new AveragedSlice(slice, FloatBytes.encode(mean, 0, mean.length), reports);
  }
}
