package dev.kindling.jobs.vocab;

import dev.kindling.tokenizer.BertNormalizer;
import dev.kindling.tokenizer.Profile;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.learn.WordCounts;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * The task that counts the words of texts. It adds up in memory and hands on what it has whenever
 * it holds many different words, so memory stays bounded; a word may then come more than once.
 * Words too long for the encoder, which are unknown to any vocabulary, are left out.
 */
final class WordCounter implements PairFlatMapFunction<Iterator<Row>, String, Long> {
  /** Different words held at once: about 200 MB. */
  static final int MOST_WORDS_HELD = 1_000_000;

  private final Profile profile;
  private final boolean lowercase;
  private final int mostWordsHeld;

  WordCounter(Profile profile, boolean lowercase, int mostWordsHeld) {
    this.profile = profile;
    this.lowercase = lowercase;
    this.mostWordsHeld = mostWordsHeld;
  }

  /**
   * Counts.
   *
   * @param texts rows with the text in their first column
   * @return words with counts of at least 1
   */
  @Override
  public Iterator<Tuple2<String, Long>> call(Iterator<Row> texts) {
    TokenizerOptions options = TokenizerOptions.of(profile, lowercase);
    BertNormalizer normalizer = new BertNormalizer(options);
    return new Iterator<>() {
      private Iterator<Map.Entry<String, Long>> batch = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!batch.hasNext() && texts.hasNext()) {
          batch = nextBatch().entrySet().iterator();
        }
        return batch.hasNext();
      }

      @Override
      public Tuple2<String, Long> next() {
        Map.Entry<String, Long> entry = batch.next();
        return new Tuple2<>(entry.getKey(), entry.getValue());
      }

      private Map<String, Long> nextBatch() {
        WordCounts counts = new WordCounts();
        while (counts.size() < mostWordsHeld && texts.hasNext()) {
          normalizer.words(
              texts.next().getString(0),
              word -> {
                if (word.codePointCount(0, word.length()) <= options.maxCharactersPerWord()) {
                  counts.add(word, 1);
                }
              });
        }
        return counts.sorted();
      }
    };
  }
}
