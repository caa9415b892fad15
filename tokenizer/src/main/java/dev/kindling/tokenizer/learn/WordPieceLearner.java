package dev.kindling.tokenizer.learn;

import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Vocabulary;
import java.util.List;

/**
 * Learns a WordPiece vocabulary as Hugging Face's {@code WordPieceTrainer} does, which is byte-pair
 * encoding with {@code ##} before each piece that continues a word: the most frequent pair of
 * neighbouring pieces is joined into a new piece, again and again. Where that trainer leaves the
 * outcome to the order of a hash map, or counts in 32 bits, this one does not: the vocabulary
 * depends on the counts alone.
 *
 * <p>The vocabulary holds the {@link SpecialToken}s, the reserved pieces, the alphabet as
 * beginnings of words, the alphabet as continuations (where seen), each ascending by code point,
 * and then the joined pieces in the order in which they were made. Of equally frequent pairs the
 * one with the lower left id, then the lower right id is joined first. Words with a character
 * outside the alphabet could only become {@code [UNK]}; they are left out of all counts.
 */
public final class WordPieceLearner {

  private final LearnerOptions options;

  /** A learner under these options. */
  public WordPieceLearner(LearnerOptions options) {
    this.options = options;
  }

  /**
   * Learns from counted words, as {@link dev.kindling.tokenizer.BertNormalizer} gives them.
   *
   * @return a vocabulary of at most {@link LearnerOptions#vocabularySize()} pieces; fewer if the
   *     pairs run out
   * @throws IllegalArgumentException if there are no words, or the alphabet does not fit the
   *     vocabulary
   */
  public Vocabulary learn(WordCounts counts) {
    return learn(counts, List.of(), (join, count, pieces) -> {});
  }

  /**
   * Learns from counted words and tells a listener of each join. When all joins that a listener
   * heard of are given back as done, with the same counts and options, the vocabulary is the same
   * as without the interruption.
   *
   * @param done the joins to resume from, in their order; empty to begin anew
   * @param listener hears of the joins that follow
   * @return as {@link #learn(WordCounts)} does
   * @throws IllegalArgumentException as {@link #learn(WordCounts)} does, or if a join that is done
   *     cannot come from these counts and options
   */
  public Vocabulary learn(WordCounts counts, List<Join> done, LearnerListener listener) {
    KeptWords kept = new KeptWords(counts, options.reserved(), options.alphabetLimit());
    if (kept.isEmpty()) {
      throw new IllegalArgumentException(
          "There are no words to learn a vocabulary from; check that the corpus is not empty");
    }
    Pieces pieces = new Pieces(options.reserved(), kept.alphabet(), kept.continuing());
    if (pieces.size() > options.vocabularySize()) {
      throw new IllegalArgumentException(
          "A vocabulary of %,d pieces has no room for the %,d special tokens, reserved pieces and single characters; raise the size or lower the alphabet limit of %,d"
              .formatted(options.vocabularySize(), pieces.size(), options.alphabetLimit()));
    }
    SplitWords words = kept.split(pieces, options.vocabularySize());
    done.forEach(join -> redo(join, words, pieces));
    join(words, pieces, listener);
    return pieces.toVocabulary();
  }

  private void redo(Join join, SplitWords words, Pieces pieces) {
    PairTable pairs = words.pairs();
    int pair = pairs.pair(join.left(), join.right());
    if (pairs.count(pair) < options.minimumFrequency()
        || pieces.size() >= options.vocabularySize()) {
      throw new IllegalArgumentException(
          "The join of the pieces %d and %d does not come from these word counts and options; learn from the beginning"
              .formatted(join.left(), join.right()));
    }
    words.join(pair, pieces.join(join.left(), join.right()));
  }

  /**
   * The queue may hold outdated candidates, but always one for each pair whose count is not below
   * the true one.
   */
  private void join(SplitWords words, Pieces pieces, LearnerListener listener) {
    PairTable pairs = words.pairs();
    PairQueue queue = new PairQueue(pairs);
    for (int pair = 0; pair < pairs.size(); pair++) {
      offer(queue, pair, pairs.count(pair));
    }
    while (pieces.size() < options.vocabularySize() && !queue.isEmpty()) {
      int best = queue.pair();
      long count = pairs.count(best);
      boolean outdated = queue.count() != count;
      queue.remove();
      if (outdated) {
        offer(queue, best, count);
        continue;
      }
      Join join = new Join(pairs.left(best), pairs.right(best));
      for (int risen : words.join(best, pieces.join(join.left(), join.right()))) {
        offer(queue, risen, pairs.count(risen));
      }
      listener.joined(join, count, pieces.size());
    }
  }

  private void offer(PairQueue queue, int pair, long count) {
    if (count >= options.minimumFrequency()) {
      queue.offer(pair, count);
    }
  }
}
