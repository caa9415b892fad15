package dev.kindling.train.progress;

/**
 * Tells from a run's losses which phase of learning it is in. Losses are smoothed over some {@value
 * #SMOOTHED_STEPS} steps, since those of single rounds scatter. A model that knows frequencies only
 * cannot go below the unigram loss, but for what the sample misses; with dropout it stays a few
 * tenths above (docs/troubleshooting.md has figures of a run). Hence the edges of the plateau.
 */
final class LearningCurve {
  private static final int SMOOTHED_STEPS = 50;
  private static final double PLATEAU_TOP_NATS = 0.5; // above the unigram loss
  private static final double PLATEAU_BOTTOM_NATS = 0.1; // below it
  private static final double DIVERGENCE_NATS = 0.5; // above the lowest smoothed loss

  private final double unigramLoss;
  private double sum;
  private double weight;
  private double best = Double.POSITIVE_INFINITY;

  /** A curve without points; the unigram loss in nats, NaN where it is not known. */
  LearningCurve(double unigramLoss) {
    this.unigramLoss = unigramLoss;
  }

  /**
   * Adds a round.
   *
   * @param steps of the schedule that it took
   * @param loss mean over its labels, in nats
   */
  void add(long steps, double loss) {
    // StrictMath: the same phase on every machine
    double kept = StrictMath.exp(-(double) steps / SMOOTHED_STEPS);
    sum = kept * sum + (1 - kept) * loss;
    weight = kept * weight + (1 - kept); // below 1 while there are few points
    best = Math.min(best, sum / weight);
  }

  /** The phase after the points so far; null without points. */
  Learning now() {
    return weight == 0 ? Learning.UNKNOWN : new Learning(phase(sum / weight), unigramLoss);
  }

  private LearningPhase phase(double smoothed) {
    if (!(smoothed <= best + DIVERGENCE_NATS)) { // also where it is not a number
      return LearningPhase.DIVERGING;
    }
    if (Double.isNaN(unigramLoss)) {
      return null;
    }
    if (smoothed > unigramLoss + PLATEAU_TOP_NATS) {
      return LearningPhase.FREQUENCIES;
    }
    return smoothed > unigramLoss - PLATEAU_BOTTOM_NATS
        ? LearningPhase.UNIGRAM_PLATEAU
        : LearningPhase.LEARNING;
  }
}
