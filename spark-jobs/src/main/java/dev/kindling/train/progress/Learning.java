package dev.kindling.train.progress;

/**
 * Where a run's loss stands.
 *
 * @param phase null where it is not known
 * @param unigramLoss what the best model that ignores context would reach, in nats; NaN where it is
 *     not known
 */
public record Learning(LearningPhase phase, double unigramLoss) {
  /** Nothing is known. */
  public static final Learning UNKNOWN = new Learning(null, Double.NaN);
}
