package dev.kindling.model.kernels;

/** Running sums of a cross-entropy over rows, in the order of the rows. */
public final class CrossEntropySums {
  private double loss;
  private long correct;

  /** Starts again from zero. */
  public void clear() {
    loss = 0;
    correct = 0;
  }

  /**
   * Adds a row.
   *
   * @param rowLoss its cross-entropy in nats
   * @param rowCorrect whether no logit is higher than the label's
   */
  public void add(double rowLoss, boolean rowCorrect) {
    loss += rowLoss;
    correct += rowCorrect ? 1 : 0;
  }

  /** Returns the summed loss in nats. */
  public double loss() {
    return loss;
  }

  /** Returns the number of correct rows. */
  public long correct() {
    return correct;
  }
}
