package dev.kindling.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The pieces of a WordPiece model; a piece's id is its place, from 0. A piece that begins with
 * {@code ##} continues a word. Immutable and safe to share between threads.
 */
public final class Vocabulary {

  /** What a piece that continues a word begins with. */
  public static final String CONTINUATION_PREFIX = "##";

  private final List<String> pieces;
  private final Map<String, Integer> ids;
  private final boolean[] special;

  private Vocabulary(List<String> pieces) {
    this.pieces = List.copyOf(pieces);
    this.ids = new HashMap<>(pieces.size() * 2);
    for (int id = 0; id < pieces.size(); id++) {
      ids.put(pieces.get(id), id);
    }
    this.special = new boolean[pieces.size()];
    for (SpecialToken token : SpecialToken.values()) {
      int id = id(token.text());
      if (id >= 0) {
        special[id] = true;
      }
    }
  }

  /**
   * A vocabulary of these pieces, in this order.
   *
   * @throws TokenizerFormatException if there is no piece, or a piece is empty, comes twice, or
   *     holds a line break or half a surrogate pair, which no file could hold
   */
  public static Vocabulary of(List<String> pieces) {
    return of(pieces, "The vocabulary");
  }

  /**
   * A vocabulary of the pieces that a file holds.
   *
   * @param origin the file's name, for messages
   * @throws TokenizerFormatException as {@link #of(List)} does
   */
  public static Vocabulary of(List<String> pieces, String origin) {
    return checked(pieces, origin, "piece");
  }

  /**
   * Reads a {@code vocab.txt}: UTF-8 without a byte-order mark, one piece a line, lines ended by a
   * line feed alone, that of the last line optional. The stream is read to its end and not closed.
   *
   * @param origin the file's name, for messages
   * @throws TokenizerFormatException if the bytes are no such text, or a line is empty or comes
   *     twice; the message names the line
   */
  public static Vocabulary read(InputStream in, String origin) throws IOException {
    String text = StrictUtf8.decode(in.readAllBytes(), origin);
    List<String> pieces = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      if (end > start && text.charAt(end - 1) == '\r') {
        throw new TokenizerFormatException(
            "%s, line %d: the line ends in CR LF, as on Windows. Save the file with line feeds alone, for example with dos2unix."
                .formatted(origin, pieces.size() + 1));
      }
      pieces.add(text.substring(start, end));
      start = end + 1;
    }
    return checked(pieces, origin, "line");
  }

  private static Vocabulary checked(List<String> pieces, String origin, String unit) {
    if (pieces.isEmpty()) {
      throw new TokenizerFormatException(origin + " holds no pieces");
    }
    Map<String, Integer> seen = new HashMap<>(pieces.size() * 2);
    CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
    for (int i = 0; i < pieces.size(); i++) {
      String piece = pieces.get(i);
      String place = origin + ", " + unit + " " + (i + 1);
      checkPiece(piece, place, utf8);
      Integer first = seen.putIfAbsent(piece, i + 1);
      if (first != null) {
        throw new TokenizerFormatException(
            place + ": \"" + piece + "\" is already on " + unit + " " + first);
      }
    }
    return new Vocabulary(pieces);
  }

  private static void checkPiece(String piece, String place, CharsetEncoder utf8) {
    if (piece.isEmpty()) {
      throw new TokenizerFormatException(place + ": a piece may not be empty");
    }
    if (piece.indexOf('\n') >= 0 || piece.indexOf('\r') >= 0) {
      throw new TokenizerFormatException(place + ": a piece may not hold a line break");
    }
    if (!utf8.canEncode(piece)) {
      throw new TokenizerFormatException(place + ": a piece may not hold half a surrogate pair");
    }
  }

  /** The bytes of {@code vocab.txt}: UTF-8, each piece followed by a line feed. */
  public byte[] toBytes() {
    return (String.join("\n", pieces) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** SHA-256 of {@link #toBytes()} in 64 hexadecimal digits. */
  public String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(toBytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** How many pieces there are. */
  public int size() {
    return pieces.size();
  }

  /** All pieces in the order of their ids. */
  public List<String> pieces() {
    return pieces;
  }

  /** The id of a piece, or -1 if the vocabulary does not hold it. */
  public int id(String piece) {
    return ids.getOrDefault(piece, -1);
  }

  /**
   * The id of a special token.
   *
   * @throws TokenizerFormatException if the vocabulary does not hold it
   */
  public int id(SpecialToken token) {
    int id = id(token.text());
    if (id < 0) {
      throw new TokenizerFormatException(
          "The vocabulary of "
              + size()
              + " pieces has no "
              + token.text()
              + ", which is needed here; add it as a line of its own");
    }
    return id;
  }

  /**
   * The piece of an id, with its {@code ##} if it has one.
   *
   * @throws IndexOutOfBoundsException if there is no such id
   */
  public String piece(int id) {
    return pieces.get(id);
  }

  /** Whether the id is that of a {@link SpecialToken}. */
  public boolean isSpecial(int id) {
    return special[id];
  }

  /** Whether the piece of this id continues a word: {@code ##} and at least one character more. */
  public boolean isContinuation(int id) {
    String piece = pieces.get(id);
    return piece.length() > CONTINUATION_PREFIX.length() && piece.startsWith(CONTINUATION_PREFIX);
  }
}
