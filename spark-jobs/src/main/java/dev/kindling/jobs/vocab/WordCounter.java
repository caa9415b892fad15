package dev.kindling.jobs.vocab;

import dev.kindling.tokenizer.BertNormalizer;
import dev.kindling.tokenizer.TokenizerOptions;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The task that counts the words of texts. It adds up in memory and hands on what it has whenever
 * it holds many different words, so memory stays bounded by that and the longest text; a word may
 * then come more than once. Words too long for the encoder, which are unknown to any vocabulary,
 * are left out.
 */
final class WordCounter implements FlatMapFunction<Iterator<Row>, Row> {
  /** Different words held at once. */
  static final int MOST_WORDS_HELD = 1_000_000;

  private final TokenizerOptions options;
  private final int mostWordsHeld;

  WordCounter(TokenizerOptions options, int mostWordsHeld) {
    this.options = options;
    this.mostWordsHeld = mostWordsHeld;
  }

  /**
   * Counts.
   *
   * @param texts rows with the text in their first column
   * @return words with counts of at least 1, as {@link WordsTable#COUNTED} has them
   */
  @Override
  public Iterator<Row> call(Iterator<Row> texts) {
    BertNormalizer normalizer = new BertNormalizer(options);
    WordTable table = new WordTable(mostWordsHeld);
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        if (next == table.size()) {
          refill();
        }
        return next < table.size();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Row row = RowFactory.create(table.word(next), table.count(next));
        next++;
        return row;
      }

      private void refill() {
        table.clear();
        next = 0;
        while (texts.hasNext() && !table.isFull()) {
          normalizer.words(texts.next().getString(0), table::add);
        }
      }
    };
  }
}
