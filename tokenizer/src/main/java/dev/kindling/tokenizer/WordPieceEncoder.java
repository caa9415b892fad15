package dev.kindling.tokenizer;

import java.util.Arrays;

/**
 * Turns text into ids: each word of {@link BertNormalizer} is spelled with the longest piece of the
 * vocabulary at each place; a word that cannot be spelled, or is too long, becomes one {@code
 * [UNK]}. Not safe for use by several threads at once.
 */
public final class WordPieceEncoder {

  private final WordScanner scanner;
  private final PieceTrie trie;
  private final WordCache cache = new WordCache();
  private final int unknown;
  private final WordScanner.Sink sink = new Spelling();
  private int[] ids = new int[256];
  private int[] starts = new int[256]; // of the word that each piece belongs to
  private int[] ends = new int[256];
  private int size;

  /**
   * An encoder for this vocabulary under these options.
   *
   * @throws IllegalArgumentException if the vocabulary has no {@code [UNK]}
   */
  public WordPieceEncoder(Vocabulary vocabulary, TokenizerOptions options) {
    this.scanner = new WordScanner(options);
    this.trie = new PieceTrie(vocabulary);
    this.unknown = vocabulary.id(SpecialToken.UNKNOWN);
  }

  /**
   * The ids of a text. No special tokens are put around it, and none is found in it: a literal
   * {@code [SEP]} is a bracket, a word and a bracket.
   */
  public int[] encode(CharSequence text) {
    scan(text);
    return Arrays.copyOf(ids, size);
  }

  /** The ids of a text as {@link #encode} gives them, and where each stands in the text. */
  public Encoding encodeWithOffsets(CharSequence text) {
    scan(text);
    return new Encoding(
        Arrays.copyOf(ids, size), Arrays.copyOf(starts, size), Arrays.copyOf(ends, size));
  }

  private void scan(CharSequence text) {
    size = 0;
    scanner.scan(text.toString(), sink);
  }

  private final class Spelling implements WordScanner.Sink {
    @Override
    public void word(int[] codePoints, int length, int start, int end) {
      reserve(length);
      int hash = WordCache.hash(codePoints, length);
      int entry = cache.find(codePoints, length, hash);
      if (entry != 0) {
        cache.copy(entry, ids, size);
        add(cache.pieces(entry), start, end);
        return;
      }
      int pieces = trie.spell(codePoints, length, ids, size);
      if (pieces < 0) {
        ids[size] = unknown;
        pieces = 1;
      }
      cache.put(codePoints, length, hash, ids, size, pieces);
      add(pieces, start, end);
    }

    @Override
    public void tooLong(int start, int end) {
      reserve(1);
      ids[size] = unknown;
      add(1, start, end);
    }

    private void add(int pieces, int start, int end) {
      for (int last = size + pieces; size < last; size++) {
        starts[size] = start;
        ends[size] = end;
      }
    }

    private void reserve(int more) {
      if (size + more > ids.length) {
        int length = Math.max(size + more, ids.length * 2);
        ids = Arrays.copyOf(ids, length);
        starts = Arrays.copyOf(starts, length);
        ends = Arrays.copyOf(ends, length);
      }
    }
  }
}
