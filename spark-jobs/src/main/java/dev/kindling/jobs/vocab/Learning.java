package dev.kindling.jobs.vocab;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.stage.Console;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.learn.Join;
import dev.kindling.tokenizer.learn.LearnerListener;
import dev.kindling.tokenizer.learn.LearnerOptions;
import dev.kindling.tokenizer.learn.WordCounts;
import dev.kindling.tokenizer.learn.WordPieceLearner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Learns on the driver: says how far it is, keeps the joins, and goes on from kept ones. */
final class Learning implements LearnerListener {
  private static final long INTERVAL_NANOS = 10_000_000_000L;
  private static final int JOINS_PER_LOOK = 256; // at the clock

  private final LearnerOptions options;
  private final JoinsFile file;
  private final Console console;
  private final List<Join> joins;
  private long lastLine = System.nanoTime();

  /**
   * Reads what an interrupted learner has kept.
   *
   * @param file for the same counts and options only
   */
  Learning(LearnerOptions options, JoinsFile file, Console console) throws IOException {
    this.options = options;
    this.file = file;
    this.console = console;
    this.joins = file.read();
  }

  /**
   * Learns.
   *
   * @throws KindlingException (usage) if the alphabet does not fit the vocabulary
   */
  Vocabulary learn(WordCounts counts) throws IOException {
    if (!joins.isEmpty()) {
      console.line("vocab: goes on after %,d pairs that were joined before", joins.size());
    }
    try {
      Vocabulary vocabulary = new WordPieceLearner(options).learn(counts, List.copyOf(joins), this);
      file.delete();
      return vocabulary;
    } catch (IllegalArgumentException e) {
      throw new KindlingException(
          ExitCode.USAGE,
          "vocab.size = %d, vocab.alphabet-limit = %d: %s."
              .formatted(options.vocabularySize(), options.alphabetLimit(), e.getMessage()),
          e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void joined(Join join, long count, int pieces) {
    joins.add(join);
    if (joins.size() % JOINS_PER_LOOK != 0 || System.nanoTime() - lastLine < INTERVAL_NANOS) {
      return;
    }
    lastLine = System.nanoTime();
    console.line(
        "vocab: %,d of %,d pieces, the last pair is seen %,d times",
        pieces, options.vocabularySize(), count);
    try {
      file.write(new ArrayList<>(joins));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
