package dev.kindling.tokenizer.learn;

import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

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

  private record Candidate(int pair, long key, long count) {
    static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparingLong(Candidate::count).reversed().thenComparingLong(Candidate::key);
  }

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
    SortedMap<String, Long> words = new TreeMap<>(counts.sorted());
    if (words.isEmpty()) {
      throw new IllegalArgumentException(
          "There are no words to learn a vocabulary from; check that the corpus is not empty");
    }
    words.keySet().removeAll(options.reserved());
    Alphabet alphabet = Alphabet.of(words, options.alphabetLimit());
    words.keySet().removeIf(word -> !alphabet.spells(word));
    Pieces pieces = new Pieces(options.reserved(), alphabet, words.keySet());
    if (pieces.size() > options.vocabularySize()) {
      throw new IllegalArgumentException(
          "A vocabulary of %,d pieces has no room for the %,d special tokens, reserved pieces and single characters; raise the size or lower the alphabet limit of %,d"
              .formatted(options.vocabularySize(), pieces.size(), options.alphabetLimit()));
    }
    SplitWords split = split(words, pieces);
    done.forEach(join -> redo(join, split, pieces));
    join(split, pieces, listener);
    return Vocabulary.of(pieces.texts);
  }

  private static SplitWords split(SortedMap<String, Long> words, Pieces pieces) {
    List<int[]> sequences = new ArrayList<>(words.size());
    words.keySet().forEach(word -> sequences.add(pieces.characters(word)));
    return new SplitWords(sequences, words.values().stream().mapToLong(Long::longValue).toArray());
  }

  private void redo(Join join, SplitWords words, Pieces pieces) {
    int pair = words.pairs().pair(join.left(), join.right());
    if (words.pairs().count(pair) < options.minimumFrequency()
        || pieces.size() >= options.vocabularySize()) {
      throw new IllegalArgumentException(
          "The join of the pieces %d and %d does not come from these word counts and options; learn from the beginning"
              .formatted(join.left(), join.right()));
    }
    words.join(pair, pieces.join(join));
  }

  /**
   * The queue may hold outdated candidates, but always one for each pair whose count is not below
   * the true one.
   */
  private void join(SplitWords words, Pieces pieces, LearnerListener listener) {
    PairTable pairs = words.pairs();
    PriorityQueue<Candidate> queue = new PriorityQueue<>(Candidate.BEST_FIRST);
    for (int pair = 0; pair < pairs.size(); pair++) {
      offer(queue, pairs, pair);
    }
    while (pieces.size() < options.vocabularySize() && !queue.isEmpty()) {
      Candidate best = queue.remove();
      if (best.count() != pairs.count(best.pair())) {
        offer(queue, pairs, best.pair());
        continue;
      }
      Join join = new Join((int) (best.key() >>> 32), (int) best.key());
      for (int risen : words.join(best.pair(), pieces.join(join))) {
        offer(queue, pairs, risen);
      }
      listener.joined(join, best.count(), pieces.size());
    }
  }

  private void offer(PriorityQueue<Candidate> queue, PairTable pairs, int pair) {
    if (pairs.count(pair) >= options.minimumFrequency()) {
      queue.add(new Candidate(pair, pairs.keyOf(pair), pairs.count(pair)));
    }
  }

  /** The pieces so far, by id and by text. */
  private static final class Pieces {
    private final List<String> texts = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();

    Pieces(List<String> reserved, Alphabet alphabet, Iterable<String> words) {
      for (SpecialToken token : SpecialToken.values()) {
        id(token.text());
      }
      reserved.forEach(this::id);
      alphabet.codePoints().forEach(character -> id(Character.toString(character)));
      Alphabet.continuing(words)
          .forEach(character -> id(Vocabulary.CONTINUATION_PREFIX + Character.toString(character)));
    }

    int size() {
      return texts.size();
    }

    /** The id of a piece, a new one if there is no such piece: two pairs may join into the same. */
    int id(String text) {
      Integer id = ids.putIfAbsent(text, texts.size());
      if (id == null) {
        texts.add(text);
        return texts.size() - 1;
      }
      return id;
    }

    int join(Join pair) {
      String right = texts.get(pair.right());
      return id(texts.get(pair.left()) + right.substring(Vocabulary.CONTINUATION_PREFIX.length()));
    }

    int[] characters(String word) {
      int[] codePoints = word.codePoints().toArray();
      for (int i = 0; i < codePoints.length; i++) {
        String character = Character.toString(codePoints[i]);
        codePoints[i] = id(i == 0 ? character : Vocabulary.CONTINUATION_PREFIX + character);
      }
      return codePoints;
    }
  }
}
