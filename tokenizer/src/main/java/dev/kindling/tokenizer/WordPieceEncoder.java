package dev.kindling.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Turns text into ids: each word of {@link BertNormalizer} is spelled with the longest piece of the
 * vocabulary at each place; a word that cannot be spelled, or is too long, becomes one {@code
 * [UNK]}. {@link Tokenizer#encoder()} makes one. Not safe for use by several threads at once.
 */
public final class WordPieceEncoder {

  private final Vocabulary vocabulary;
  private final WordScanner scanner;
  private final PieceTrie trie;
  private final WordCache cache = new WordCache();
  private final int unknown;
  private final Set<SpecialToken> recognized = EnumSet.noneOf(SpecialToken.class);
  private final WordScanner.Sink sink = new Spelling();
  private int[] ids = new int[256];
  private int[] starts = new int[256]; // of the word that each piece belongs to
  private int[] ends = new int[256];
  private int size;
  private int shift; // where the scanned part of the text begins

  WordPieceEncoder(
      Vocabulary vocabulary,
      TokenizerOptions options,
      PieceTrie trie,
      SpecialTokensInText specialTokens) {
    this.vocabulary = vocabulary;
    this.scanner = new WordScanner(options);
    this.trie = trie;
    this.unknown = vocabulary.id(SpecialToken.UNKNOWN);
    if (specialTokens == SpecialTokensInText.RECOGNIZED) {
      for (SpecialToken token : SpecialToken.values()) {
        if (vocabulary.id(token.text()) >= 0) {
          recognized.add(token);
        }
      }
    }
  }

  /**
   * Room that is enough for the ids of any text of so many UTF-16 units: folding makes at most
   * three letters of one (Hangul). Of UTF-8 there are never more ids than bytes.
   */
  public static int maxTokens(int length) {
    return Math.multiplyExact(length, 3);
  }

  /**
   * Writes the ids of a text into {@code ids} from {@code offset} on. No special tokens are put
   * around it.
   *
   * @return how many ids
   * @throws IndexOutOfBoundsException if they do not fit; {@link #maxTokens} is room enough
   */
  public int encode(CharSequence text, int[] ids, int offset) {
    scan(text);
    System.arraycopy(this.ids, 0, ids, offset, size);
    return size;
  }

  /**
   * Writes the ids of the UTF-8 text in {@code utf8[from..to)} into {@code ids} from {@code offset}
   * on. Malformed bytes are read as U+FFFD, as {@link String#String(byte[],
   * java.nio.charset.Charset)} reads them.
   *
   * @return how many ids, at most {@code to - from}
   * @throws IndexOutOfBoundsException if they do not fit
   */
  public int encode(byte[] utf8, int from, int to, int[] ids, int offset) {
    return encode(new String(utf8, from, to - from, StandardCharsets.UTF_8), ids, offset);
  }

  /**
   * As {@link #encode(byte[], int, int, int[], int)}, with unsigned 16-bit ids.
   *
   * @throws IllegalStateException if the vocabulary has more than 65,536 pieces
   */
  public int encode(byte[] utf8, int from, int to, short[] ids, int offset) {
    if (vocabulary.size() > 1 << Short.SIZE) {
      throw new IllegalStateException(
          "16 bits hold the ids of at most 65,536 pieces; the vocabulary has " + vocabulary.size());
    }
    scan(new String(utf8, from, to - from, StandardCharsets.UTF_8));
    for (int i = 0; i < size; i++) {
      ids[offset + i] = (short) this.ids[i];
    }
    return size;
  }

  /** The ids of a text, in a new array. */
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
    shift = 0;
    String string = text.toString();
    for (int i = string.indexOf('['); i >= 0 && !recognized.isEmpty(); i = string.indexOf('[', i)) {
      SpecialToken token = specialTokenAt(string, i);
      if (token == null) {
        i++;
        continue;
      }
      scanner.scan(string.substring(shift, i), sink);
      shift = i;
      ((Spelling) sink).special(vocabulary.id(token), token.text().length());
      i += token.text().length();
      shift = i;
    }
    scanner.scan(string.substring(shift), sink);
  }

  private SpecialToken specialTokenAt(String text, int index) {
    for (SpecialToken token : recognized) {
      if (text.startsWith(token.text(), index)) {
        return token;
      }
    }
    return null;
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
      special(unknown, start, end);
    }

    void special(int id, int length) {
      special(id, 0, length);
    }

    private void special(int id, int start, int end) {
      reserve(1);
      ids[size] = id;
      add(1, start, end);
    }

    private void add(int pieces, int start, int end) {
      for (int last = size + pieces; size < last; size++) {
        starts[size] = shift + start;
        ends[size] = shift + end;
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
