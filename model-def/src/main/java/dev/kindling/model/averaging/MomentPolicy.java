package dev.kindling.model.averaging;

/**
 * What becomes of the workers' optimizer moments between rounds. A worker never sets them back to
 * zero: that makes Adam oscillate.
 */
public enum MomentPolicy {
  /** Averaged with the parameters, every round: robust, three times the traffic. */
  AVERAGE(1, 1),
  /** Each worker keeps its own: nothing to send. */
  LOCAL(0, 0),
  /** Averaged less often than parameters, the slower second moment least. */
  RARE(3, 6);

  private final int firstEvery;
  private final int secondEvery;

  MomentPolicy(int firstEvery, int secondEvery) {
    this.firstEvery = firstEvery;
    this.secondEvery = secondEvery;
  }

  /** How many vectors a round averages at most, parameters among them. */
  public int mostVectors() {
    return this == LOCAL ? 1 : 3;
  }

  /**
   * Whether a round ends with the average of the first moments.
   *
   * @param round its number, from 1
   */
  public boolean averagesFirst(long round) {
    return firstEvery > 0 && round % firstEvery == 0;
  }

  /**
   * Whether a round ends with the average of the second moments.
   *
   * @param round its number, from 1
   */
  public boolean averagesSecond(long round) {
    return secondEvery > 0 && round % secondEvery == 0;
  }
}
