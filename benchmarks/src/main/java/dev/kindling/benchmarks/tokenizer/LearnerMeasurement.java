package dev.kindling.benchmarks.tokenizer;

import dev.kindling.tokenizer.BertNormalizer;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.learn.LearnerOptions;
import dev.kindling.tokenizer.learn.WordCounts;
import dev.kindling.tokenizer.learn.WordPieceLearner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Both learners on the same documents under the peer's settings: 30,000 pieces besides the special
 * tokens, every character, any pair that occurs.
 */
final class LearnerMeasurement {
  /** The peer's default, which its binding for Node.js cannot change. */
  private static final int PIECES = 30_000;

  private static final int RUNS = 3;
  private static final String OURS = "kindling";
  private static final String THEIRS = "hugging-face";

  private final TokenizerOptions options;
  private final Documents learned;
  private final Documents heldOut;

  LearnerMeasurement(TokenizerOptions options, Documents documents) {
    this.options = options;
    this.learned = documents.learned();
    this.heldOut = documents.heldOut();
  }

  /**
   * Instead of the peer's lines.
   *
   * @param skipped the reason, and what to do
   */
  private record Skipped(String row, String side, String skipped) {}

  /** Returns the lines: rates, then the vocabularies' quality. */
  List<Record> measure(Optional<Path> trainer) throws IOException, InterruptedException {
    List<Record> lines = new ArrayList<>();
    ours(lines);
    if (trainer.isPresent()) {
      theirs(new TrainerPeer(trainer.get()), lines);
    } else {
      lines.add(
          new Skipped(
              LearnRate.ROW,
              THEIRS,
              "run npm install tokenizers in a folder and give --trainer FOLDER"));
    }
    return lines;
  }

  private void ours(List<Record> lines) {
    double[] seconds = new double[RUNS];
    double[] countS = new double[RUNS];
    Vocabulary vocabulary = null;
    for (int run = 0; run < RUNS; run++) {
      long start = System.nanoTime();
      WordCounts counts = new WordCounts();
      BertNormalizer normalizer = new BertNormalizer(options);
      learned.texts().forEach(text -> normalizer.words(text, word -> counts.add(word, 1)));
      countS[run] = (System.nanoTime() - start) / 1e9;
      vocabulary = new WordPieceLearner(learnerOptions()).learn(counts);
      seconds[run] = (System.nanoTime() - start) / 1e9;
    }
    lines.add(rate(OURS, vocabulary, seconds, median(countS)));
    lines.add(VocabularyQuality.of(OURS, vocabulary, options, heldOut));
  }

  private void theirs(TrainerPeer peer, List<Record> lines)
      throws IOException, InterruptedException {
    double[] seconds = new double[RUNS];
    Vocabulary vocabulary = null;
    for (int run = 0; run < RUNS; run++) {
      TrainerPeer.Trained trained = peer.train(learned, options);
      seconds[run] = trained.seconds();
      vocabulary = trained.vocabulary();
    }
    lines.add(rate(THEIRS, vocabulary, seconds, 0));
    lines.add(VocabularyQuality.of(THEIRS, vocabulary, options, heldOut));
  }

  private LearnRate rate(String side, Vocabulary vocabulary, double[] seconds, double countS) {
    int pieces = vocabulary.size() - SpecialToken.values().length;
    return LearnRate.of(side, pieces, learned.bytes(), RUNS, median(seconds), countS);
  }

  private static LearnerOptions learnerOptions() {
    return new LearnerOptions(PIECES + SpecialToken.values().length, 1, Character.MAX_CODE_POINT);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
