package dev.kindling.model.generate;

/** Probabilities from one row of logits. */
final class Softmax {

  private Softmax() {}

  /**
   * The probabilities exp(logit / temperature) / sum of the same.
   *
   * @param logits row-major (rows, vocabulary); -Infinity rules an id out
   * @param row which row, from 0
   * @param vocabularySize width of a row
   * @param temperature above 0
   * @return (vocabulary)
   * @throws IllegalArgumentException if the row lies outside the logits or holds NaN, +Infinity or
   *     nothing but -Infinity
   */
  static double[] of(float[] logits, int row, int vocabularySize, double temperature) {
    int start = start(logits, row, vocabularySize);
    double max = Double.NEGATIVE_INFINITY;
    for (int id = 0; id < vocabularySize; id++) {
      float logit = logits[start + id];
      if (Float.isNaN(logit) || logit == Float.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "logit " + logit + " of id " + id + " in row " + row + ": the model has diverged");
      }
      max = Math.max(max, logit);
    }
    if (max == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException("row " + row + " rules out every id of the vocabulary");
    }
    double[] probabilities = new double[vocabularySize];
    double sum = 0;
    for (int id = 0; id < vocabularySize; id++) {
      probabilities[id] = Math.exp((logits[start + id] - max) / temperature);
      sum += probabilities[id];
    }
    for (int id = 0; id < vocabularySize; id++) {
      probabilities[id] /= sum;
    }
    return probabilities;
  }

  private static int start(float[] logits, int row, int vocabularySize) {
    if (vocabularySize < 1 || row < 0 || row >= logits.length / vocabularySize) {
      throw new IllegalArgumentException(
          "row %d of width %d lies outside %d logits"
              .formatted(row, vocabularySize, logits.length));
    }
    return row * vocabularySize;
  }
}
