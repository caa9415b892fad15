package dev.kindling.jobs.vocab;

import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.WordReader;
import dev.kindling.tokenizer.learn.WordCounts;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The task that counts the words of texts. It adds up in memory and hands on what it has whenever
 * they fill much of it, so memory stays bounded by that and the longest text; a word may then come
 * more than once. Words too long for the encoder, which are unknown to any vocabulary, are left
 * out.
 */
final class WordCounter implements FlatMapFunction<Iterator<Row>, Row> {
  /** Enough for about two million English words. */
  static final long BYTES_HELD = 64L << 20;

  private final TokenizerOptions options;
  private final long bytesHeld;

  /**
   * A task.
   *
   * @param bytesHeld it hands on its words after the text in which they come to fill so much memory
   */
  WordCounter(TokenizerOptions options, long bytesHeld) {
    this.options = options;
    this.bytesHeld = bytesHeld;
  }

  /**
   * Counts.
   *
   * @param texts rows with the text's UTF-8 bytes in their first column
   * @return words with counts of at least 1, as {@link WordsTable#COUNTED} has them
   */
  @Override
  public Iterator<Row> call(Iterator<Row> texts) {
    WordCounts counts = new WordCounts();
    WordReader reader = new WordReader(options, (word, length) -> counts.add(word, length, 1));
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        if (next == counts.size()) {
          refill();
        }
        return next < counts.size();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Row row = RowFactory.create(counts.text(next), counts.count(next));
        next++;
        return row;
      }

      private void refill() {
        counts.clear();
        next = 0;
        while (texts.hasNext() && (counts.size() == 0 || counts.bytes() < bytesHeld)) {
          byte[] utf8 = texts.next().getAs(0);
          reader.read(utf8, 0, utf8.length);
        }
      }
    };
  }
}
