package dev.kindling.model.nn;

import dev.kindling.model.LossSums;
import dev.kindling.model.kernels.Reading;

/** The losses of a batch, which a device may still be computing. */
public final class PendingLosses {
  /** Places of the numbers: a head's summed loss, and behind it its rows that were right. */
  static final int LABELS = 0;

  static final int NEXT = 2;
  static final int COUNT = 4;

  private final Reading reading;
  private final int labels;
  private final int nextLabels;
  private final int tokens;

  PendingLosses(Reading reading, int labels, int nextLabels, int tokens) {
    this.reading = reading;
    this.labels = labels;
    this.nextLabels = nextLabels;
    this.tokens = tokens;
  }

  /** Returns them; waits until they are there. */
  public LossSums sums() {
    double[] values = reading.values();
    return new LossSums(
        values[LABELS],
        labels,
        (long) values[LABELS + 1],
        values[NEXT],
        nextLabels,
        (long) values[NEXT + 1],
        tokens);
  }
}
