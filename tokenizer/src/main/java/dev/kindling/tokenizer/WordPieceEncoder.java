package dev.kindling.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Turns text into ids: each word of {@link BertNormalizer} is spelled with the longest piece of the
 * vocabulary at each place; a word that cannot be spelled, or is too long, becomes one {@code
 * [UNK]}. {@link Tokenizer#encoder()} makes one. Not safe for use by several threads at once; one
 * has about 1.1 MiB.
 */
public final class WordPieceEncoder {

  /** A special token that is looked for in the text. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Literal(byte[] utf8, int id) {}

  private final Vocabulary vocabulary;
  private final PieceMatcher matcher;
  private final int unknown;
  private final List<Literal> literals = new ArrayList<>();
  private final WordCursor words;
  private final WordFolder folder;
  private final WordCache cache = new WordCache();
  private final Utf8Chunks chunks = new Utf8Chunks();
  private int[] pieces = new int[64]; // of one word
  private int[] wide = new int[256]; // ids on their way to the caller

  WordPieceEncoder(
      Vocabulary vocabulary,
      TokenizerOptions options,
      PieceMatcher matcher,
      SpecialTokensInText specialTokens) {
    CharacterTable table = CharacterTable.of(options);
    this.vocabulary = vocabulary;
    this.matcher = matcher;
    this.unknown = vocabulary.id(SpecialToken.UNKNOWN);
    this.words = new WordCursor(table);
    this.folder = new WordFolder(table, options.maxCharactersPerWord());
    if (specialTokens == SpecialTokensInText.RECOGNIZED) {
      for (SpecialToken token : SpecialToken.values()) {
        int id = vocabulary.id(token.text());
        if (id >= 0) {
          literals.add(new Literal(token.text().getBytes(StandardCharsets.UTF_8), id));
        }
      }
    }
  }

  /**
   * Room that is enough for the ids of any text of so many UTF-16 units: folding makes at most
   * three letters of one (Hangul). Of UTF-8 there are never more ids than bytes.
   *
   * @throws ArithmeticException if that is more than an array can have
   */
  public static int maxTokens(int length) {
    return Math.multiplyExact(length, Utf8.MAX_BYTES_PER_UNIT);
  }

  /**
   * Writes the ids of a text into {@code ids} from {@code offset} on. No special tokens are put
   * around it.
   *
   * @return how many ids
   * @throws IndexOutOfBoundsException if they do not fit; {@link #maxTokens} is room enough
   */
  public int encode(CharSequence text, int[] ids, int offset) {
    int at = offset;
    chunks.reset(text);
    while (chunks.next()) {
      at += encode(chunks.bytes(), 0, chunks.length(), ids, at);
    }
    return at - offset;
  }

  /**
   * Writes the ids of the UTF-8 text in {@code utf8[from..to)} into {@code ids} from {@code offset}
   * on. Malformed bytes are read as U+FFFD, as {@link String#String(byte[],
   * java.nio.charset.Charset)} reads them. No special tokens are put around it.
   *
   * @return how many ids, at most {@code to - from}
   * @throws IndexOutOfBoundsException if they do not fit, or {@code from} and {@code to} are no
   *     range of the array
   */
  public int encode(byte[] utf8, int from, int to, int[] ids, int offset) {
    Objects.checkFromToIndex(from, to, utf8.length);
    int at = offset;
    int start = from;
    for (int found = nextLiteral(utf8, start, to);
        found < to;
        found = nextLiteral(utf8, start, to)) {
      at += encodeText(utf8, start, found, ids, at);
      Literal literal = literalAt(utf8, found, to);
      ids[at++] = literal.id();
      start = found + literal.utf8().length;
    }
    return at + encodeText(utf8, start, to, ids, at) - offset;
  }

  /**
   * As {@link #encode(byte[], int, int, int[], int)}, with unsigned 16-bit ids.
   *
   * @throws IllegalStateException if the vocabulary has more than 65,536 pieces
   */
  public int encode(byte[] utf8, int from, int to, short[] ids, int offset) {
    if (vocabulary.size() > 1 << Short.SIZE) {
      throw new IllegalStateException(
          "16 bits hold the ids of at most 65,536 pieces; the vocabulary has %,d"
              .formatted(vocabulary.size()));
    }
    wide = room(wide, to - from);
    int count = encode(utf8, from, to, wide, 0);
    for (int i = 0; i < count; i++) {
      ids[offset + i] = (short) wide[i];
    }
    return count;
  }

  /** The ids of a text, in a new array. */
  public int[] encode(CharSequence text) {
    int count = 0;
    chunks.reset(text);
    while (chunks.next()) {
      wide = room(wide, count + chunks.length());
      count += encode(chunks.bytes(), 0, chunks.length(), wide, count);
    }
    return Arrays.copyOf(wide, count);
  }

  /** The ids of a text as {@link #encode} gives them, and where each stands in the text. */
  public Encoding encodeWithOffsets(CharSequence text) {
    EncodingBuilder encoding = new EncodingBuilder();
    chunks.reset(text);
    while (chunks.next()) {
      byte[] utf8 = chunks.bytes();
      int to = chunks.length();
      encoding.goTo(utf8, chunks.start());
      int start = 0;
      for (int found = nextLiteral(utf8, start, to);
          found < to;
          found = nextLiteral(utf8, start, to)) {
        record(utf8, start, found, encoding);
        Literal literal = literalAt(utf8, found, to);
        int next = found + literal.utf8().length;
        encoding.add(literal.id(), found, next);
        start = next;
      }
      record(utf8, start, to, encoding);
    }
    return encoding.build();
  }

  private int encodeText(byte[] utf8, int from, int to, int[] ids, int offset) {
    int at = offset;
    words.reset(utf8, from, to);
    while (words.next()) {
      if (words.alone() >= 0) {
        ids[at++] = word(words.alone());
      } else {
        at += encodeWord(utf8, from, to, ids, at);
      }
    }
    return at - offset;
  }

  private int encodeWord(byte[] utf8, int from, int to, int[] ids, int offset) {
    int start = words.start();
    int end = words.end();
    boolean isShort = end - start <= WordCache.MAX_BYTES;
    if (isShort) {
      int known = cache.find(utf8, start, end, ids, offset);
      if (known >= 0) {
        return known;
      }
    }
    folder.fold(utf8, from, to, start, end);
    int count = spell();
    if (isShort && !folder.isContextual()) {
      cache.put(pieces, count);
    }
    System.arraycopy(pieces, 0, ids, offset, count);
    return count;
  }

  private void record(byte[] utf8, int from, int to, EncodingBuilder encoding) {
    words.reset(utf8, from, to);
    while (words.next()) {
      if (words.alone() >= 0) {
        encoding.add(word(words.alone()), words.start(), words.end());
        continue;
      }
      folder.fold(utf8, from, to, words.start(), words.end());
      int count = spell();
      int letter = 0;
      for (int i = 0; i < count; i++) {
        int last = pieces[i] == unknown ? folder.length() - 1 : letter + letters(pieces[i]) - 1;
        encoding.add(pieces[i], folder.start(letter), folder.end(last));
        letter = last + 1;
      }
    }
  }

  /** Spells the folded word into {@link #pieces}. */
  private int spell() {
    if (folder.length() == 0) {
      return 0;
    }
    pieces = room(pieces, folder.length());
    int count = folder.isTooLong() ? -1 : matcher.spell(folder.letters(), folder.length(), pieces);
    if (count < 0) {
      pieces[0] = unknown;
      return 1;
    }
    return count;
  }

  private int word(int letter) {
    int piece = matcher.word(letter);
    return piece < 0 ? unknown : piece;
  }

  /** How many letters of a word the piece spells. */
  private int letters(int id) {
    String piece = vocabulary.piece(id);
    return piece.codePointCount(
        vocabulary.isContinuation(id) ? Vocabulary.CONTINUATION_PREFIX.length() : 0,
        piece.length());
  }

  private int nextLiteral(byte[] utf8, int from, int to) {
    if (literals.isEmpty()) {
      return to;
    }
    int index = from;
    while (index < to && literalAt(utf8, index, to) == null) {
      index++;
    }
    return index;
  }

  private Literal literalAt(byte[] utf8, int index, int to) {
    if (utf8[index] != '[') {
      return null; // as all of them begin
    }
    for (Literal literal : literals) {
      int end = index + literal.utf8().length;
      if (end <= to && Arrays.equals(utf8, index, end, literal.utf8(), 0, literal.utf8().length)) {
        return literal;
      }
    }
    return null;
  }

  /** An array with at least so much room that begins with what stands in this one. */
  private static int[] room(int[] array, int length) {
    return array.length >= length
        ? array
        : Arrays.copyOf(array, Math.max(length, array.length * 2));
  }
}
