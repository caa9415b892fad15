package dev.kindling.train.data;

import dev.kindling.model.Batch;
import java.io.Serializable;
import java.util.TreeMap;

/**
 * How often each piece stands as a label. The entropy of these counts is the loss of the best
 * possible unigram model: one that knows the held-out distribution itself. No unigram model fitted
 * elsewhere can be better, so it is the hardest baseline of its kind.
 */
public final class LabelCounts implements Serializable {
  private static final long serialVersionUID = 1;

  private final TreeMap<Integer, Long> counts = new TreeMap<>(); // sorted: sums run in one order

  /** Counts over nothing. */
  public LabelCounts() {}

  /** Counts the labels of a batch. */
  public void add(Batch batch) {
    for (int label : batch.labels()) {
      counts.merge(label, 1L, Long::sum);
    }
  }

  /** Adds other counts. */
  public void add(LabelCounts other) {
    other.counts.forEach((label, count) -> counts.merge(label, count, Long::sum));
  }

  /** Entropy in nats, 0 without labels. */
  public double entropy() {
    double total = counts.values().stream().mapToLong(Long::longValue).sum();
    double entropy = 0;
    for (long count : counts.values()) {
      double share = count / total;
      entropy -= share * StrictMath.log(share); // StrictMath: the same bits on every machine
    }
    return entropy;
  }
}
