package dev.kindling.corpus.filter;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The n-grams of evaluation texts: a table of 64-bit hashes, 16 bytes and a free slot each, beside
 * the texts themselves, in which every hit is checked word by word.
 */
final class EvaluationGrams {
  private static final int FIRST_SLOTS = 1 << 10;

  private final int words;
  private final int shortest;
  private final List<Text> texts = new ArrayList<>();
  private final TreeSet<Integer> lengths = new TreeSet<>();
  private long[] hashes = new long[FIRST_SLOTS]; // 0: free
  private int[] textOf = new int[FIRST_SLOTS];
  private int[] startOf = new int[FIRST_SLOTS]; // of the n-gram in its text
  private int size;

  /** An evaluation text and where it stands, lines counted from 1. */
  record Text(String file, int line, String text) {}

  /**
   * An empty table.
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
    lengths.add(length);
    long power = GramWords.power(length);
    for (int first = 0; first + length <= found.size(); first++) {
      put(found.gram(first, length, power), texts.size() - 1, found.start(first));
    }
  }

  /** The lengths that occur, in words. */
  List<Integer> lengths() {
    return List.copyOf(lengths);
  }

  /**
   * The evaluation text that holds an n-gram.
   *
   * @param hash from {@link GramWords#gram}
   * @param document the words of a document
   * @param first word of the n-gram there
   * @param length its words
   * @return null if none does
   */
  Text find(long hash, GramWords document, int first, int length) {
    int slot = slot(hashes, stored(hash));
    if (hashes[slot] == 0) {
      return null;
    }
    Text text = texts.get(textOf[slot]);
    GramWords gram = new GramWords(text.text(), startOf[slot], length);
    boolean same =
        gram.size() == length
            && gram.normalised(0, length).equals(document.normalised(first, length));
    return same ? text : null;
  }

  private void put(long hash, int text, int start) {
    if (2 * (size + 1) > hashes.length) {
      grow();
    }
    int slot = slot(hashes, stored(hash));
    if (hashes[slot] == 0) { // else the first text that has it stands for all
      hashes[slot] = stored(hash);
      textOf[slot] = text;
      startOf[slot] = start;
      size++;
    }
  }

  private void grow() {
    long[] larger = new long[2 * hashes.length];
    int[] largerTexts = new int[larger.length];
    int[] largerStarts = new int[larger.length];
    for (int i = 0; i < hashes.length; i++) {
      if (hashes[i] != 0) {
        int slot = slot(larger, hashes[i]);
        larger[slot] = hashes[i];
        largerTexts[slot] = textOf[i];
        largerStarts[slot] = startOf[i];
      }
    }
    hashes = larger;
    textOf = largerTexts;
    startOf = largerStarts;
  }

  private static int slot(long[] table, long hash) {
    int mask = table.length - 1;
    int slot = (int) (hash >>> 32) & mask;
    while (table[slot] != 0 && table[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long stored(long hash) {
    return hash == 0 ? 1 : hash;
  }
}
