package dev.kindling.tokenizer.learn;

/**
 * Follows a learner at work, to show how far it is and to keep the joins that it can resume from.
 * What a listener throws ends the learning.
 */
@FunctionalInterface
public interface LearnerListener {

  /**
   * Hears of a join right after it; joins that were resumed from are not told again. The listener
   * runs on the learner's thread, some ten thousand times a second.
   *
   * @param join the pair
   * @param count how often it occurred in the text
   * @param pieces how many pieces the vocabulary holds now; two pairs may join into the same piece
   */
  void joined(Join join, long count, int pieces);
}
