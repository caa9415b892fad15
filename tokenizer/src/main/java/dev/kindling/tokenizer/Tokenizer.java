package dev.kindling.tokenizer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Text to ids and back: a vocabulary, the options, and what both compile into. Immutable and safe
 * to share between threads. The methods here borrow an encoder for each call; who encodes much
 * takes one for each thread by {@link #encoder()}.
 */
public final class Tokenizer {

  private final Vocabulary vocabulary;
  private final TokenizerOptions options;
  private final PieceMatcher matcher;
  private final WordPieceDecoder decoder;
  private final Queue<WordPieceEncoder> idle = new ConcurrentLinkedQueue<>();

  private Tokenizer(Vocabulary vocabulary, TokenizerOptions options) {
    this.vocabulary = vocabulary;
    this.options = options;
    vocabulary.id(SpecialToken.UNKNOWN); // must be there
    this.matcher = new PieceMatcher(vocabulary);
    this.decoder = new WordPieceDecoder(vocabulary);
  }

  /**
   * A tokenizer with this vocabulary under these options.
   *
   * @throws IllegalArgumentException if the vocabulary has no {@code [UNK]}
   */
  public static Tokenizer of(Vocabulary vocabulary, TokenizerOptions options) {
    return new Tokenizer(vocabulary, options);
  }

  /** The pieces. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** How text becomes words. */
  public TokenizerOptions options() {
    return options;
  }

  /**
   * The ids of a text. No special tokens are put around it, and none is found in it: a literal
   * {@code [SEP]} is a bracket, a word and a bracket.
   */
  public int[] encode(CharSequence text) {
    WordPieceEncoder encoder = borrow();
    int[] ids = encoder.encode(text);
    idle.add(encoder);
    return ids;
  }

  /** The ids of a text as {@link #encode} gives them, and where each piece stands in the text. */
  public Encoding encodeWithOffsets(CharSequence text) {
    WordPieceEncoder encoder = borrow();
    Encoding encoding = encoder.encodeWithOffsets(text);
    idle.add(encoder);
    return encoding;
  }

  /**
   * The text of these ids as {@link WordPieceDecoder} gives it, without special tokens.
   *
   * @throws IndexOutOfBoundsException if an id is not in the vocabulary
   */
  public String decode(int... ids) {
    return decoder.decode(ids);
  }

  /** A new encoder, for one thread, to which special tokens in the text are text. */
  public WordPieceEncoder encoder() {
    return encoder(SpecialTokensInText.AS_TEXT);
  }

  /** A new encoder, for one thread. */
  public WordPieceEncoder encoder(SpecialTokensInText specialTokens) {
    return new WordPieceEncoder(vocabulary, options, matcher, specialTokens);
  }

  /**
   * Changes when an id of any text may: SHA-256, in 64 hexadecimal digits, over {@code vocab.txt}'s
   * bytes and a line with the options.
   */
  public String fingerprint() {
    String line =
        "profile=%s lowercase=%s strip-accents=%s split-ideographs=%s max-characters-per-word=%d\n"
            .formatted(
                options.profile(),
                options.lowercase(),
                options.stripAccents(),
                options.splitIdeographs(),
                options.maxCharactersPerWord());
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(vocabulary.toBytes());
      return HexFormat.of().formatHex(digest.digest(line.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private WordPieceEncoder borrow() {
    WordPieceEncoder encoder = idle.poll();
    return encoder == null ? encoder() : encoder;
  }
}
