package dev.kindling.model;

import java.io.Serializable;

/**
 * Sums of losses over labels, so that batches of different sizes add up correctly. Losses are in
 * nats.
 *
 * @param labelLossSum summed cross-entropy of masked tokens (BERT) or next words (GPT)
 * @param labelCount labels summed over
 * @param labelCorrect labels that had the highest logit
 * @param nextLossSum summed cross-entropy of next-sentence labels; 0 for GPT
 * @param nextCount next-sentence labels summed over
 * @param nextCorrect next-sentence labels that had the higher logit
 * @param tokens tokens read, without padding
 */
public record LossSums(
    double labelLossSum,
    long labelCount,
    long labelCorrect,
    double nextLossSum,
    long nextCount,
    long nextCorrect,
    long tokens)
    implements Serializable {
  /** Sums over nothing. */
  public static final LossSums ZERO = new LossSums(0, 0, 0, 0, 0, 0, 0);

  /** Returns the sums over both. */
  public LossSums plus(LossSums other) {
    return new LossSums(
        labelLossSum + other.labelLossSum,
        labelCount + other.labelCount,
        labelCorrect + other.labelCorrect,
        nextLossSum + other.nextLossSum,
        nextCount + other.nextCount,
        nextCorrect + other.nextCorrect,
        tokens + other.tokens);
  }

  /** Returns the mean loss of a label, 0 without labels. */
  public double labelLoss() {
    return labelCount == 0 ? 0 : labelLossSum / labelCount;
  }

  /** Returns the mean next-sentence loss, 0 without labels. */
  public double nextLoss() {
    return nextCount == 0 ? 0 : nextLossSum / nextCount;
  }

  /** Returns what training minimises: label loss plus next-sentence loss. */
  public double loss() {
    return labelLoss() + nextLoss();
  }

  /** Returns the share of labels that had the highest logit, 0 without labels. */
  public double labelAccuracy() {
    return labelCount == 0 ? 0 : (double) labelCorrect / labelCount;
  }

  /** Returns the share of next-sentence labels that had the higher logit, 0 without labels. */
  public double nextAccuracy() {
    return nextCount == 0 ? 0 : (double) nextCorrect / nextCount;
  }
}
