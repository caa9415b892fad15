package dev.kindling.corpus.filter;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The n-grams of evaluation texts by their hashes, a table a length: those of the short texts are
 * small and stay in the processor's cache. The texts are kept, and every hit is checked word by
 * word.
 */
final class EvaluationGrams {
  private final int words;
  private final int shortest;
  private final List<Text> texts = new ArrayList<>();
  private final TreeMap<Integer, GramTable> tables = new TreeMap<>();

  /** An evaluation text and where it stands, lines counted from 1. */
  record Text(String file, int line, String text) {}

  /** Takes the matches of a document. */
  @FunctionalInterface
  interface Sink {
    /** Words [first, first + length) of the document stand in the text. */
    void match(Text text, int first, int length);
  }

  /**
   * No texts yet.
   *
   * @param words of an n-gram
   * @param shortest words of a text that is compared as a whole, where it has no n-gram; texts that
   *     are shorter still are not compared
   */
  EvaluationGrams(int words, int shortest) {
    this.words = words;
    this.shortest = shortest;
  }

  /** Adds the n-grams of a text, in the normal form of extracted documents. */
  void add(Text text) {
    Text normal =
        new Text(text.file(), text.line(), Normalizer.normalize(text.text(), Normalizer.Form.NFC));
    GramWords found = new GramWords(normal.text());
    int length = Math.min(words, found.size());
    if (length < Math.min(shortest, words)) {
      return;
    }
    texts.add(normal);
    GramTable table = tables.computeIfAbsent(length, unused -> new GramTable());
    long power = GramWords.power(length);
    for (int first = 0; first + length <= found.size(); first++) {
      table.put(found.gram(first, length, power), texts.size() - 1, found.start(first));
    }
  }

  /** Finds every n-gram of a document that stands in an evaluation text. */
  void match(GramWords document, Sink sink) {
    tables.forEach(
        (length, table) -> {
          long power = GramWords.power(length);
          for (int first = 0; first + length <= document.size(); first++) {
            int slot = table.find(document.gram(first, length, power));
            if (slot >= 0 && holds(table, slot, document.normalised(first, length), length)) {
              sink.match(texts.get(table.text(slot)), first, length);
            }
          }
        });
  }

  private boolean holds(GramTable table, int slot, String words, int length) {
    String text = texts.get(table.text(slot)).text();
    GramWords gram = new GramWords(text, table.start(slot), length);
    return gram.size() == length && gram.normalised(0, length).equals(words);
  }
}
