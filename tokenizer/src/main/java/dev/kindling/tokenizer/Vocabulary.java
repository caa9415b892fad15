package dev.kindling.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
   * @throws IllegalArgumentException if there is no piece, or a piece is empty, holds a line break
   *     or comes twice
   */
  public static Vocabulary of(List<String> pieces) {
    return checked(pieces, "The vocabulary", "piece");
  }

  /**
   * Reads a {@code vocab.txt}: UTF-8, one piece a line, the last line break optional. The stream is
   * read to its end and not closed.
   *
   * @param origin the file's name, for messages
   * @throws IllegalArgumentException if the bytes are no UTF-8, or a line is empty or comes twice
   */
  public static Vocabulary read(InputStream in, String origin) throws IOException {
    byte[] bytes = in.readAllBytes();
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          origin + " is not UTF-8 text; a vocabulary has one piece a line", e);
    }
    List<String> pieces = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      int next = end < 0 ? text.length() : end + 1;
      end = end < 0 ? text.length() : end;
      if (end > start && text.charAt(end - 1) == '\r') {
        end--;
      }
      pieces.add(text.substring(start, end));
      start = next;
    }
    return checked(pieces, origin, "line");
  }

  private static Vocabulary checked(List<String> pieces, String origin, String unit) {
    if (pieces.isEmpty()) {
      throw new IllegalArgumentException(origin + " holds no pieces");
    }
    Map<String, Integer> seen = new HashMap<>(pieces.size() * 2);
    for (int i = 0; i < pieces.size(); i++) {
      String piece = pieces.get(i);
      String place = origin + ", " + unit + " " + (i + 1);
      if (piece.isEmpty()) {
        throw new IllegalArgumentException(place + ": a piece may not be empty");
      }
      if (piece.indexOf('\n') >= 0 || piece.indexOf('\r') >= 0) {
        throw new IllegalArgumentException(place + ": a piece may not hold a line break");
      }
      Integer first = seen.putIfAbsent(piece, i + 1);
      if (first != null) {
        throw new IllegalArgumentException(
            place + ": \"" + piece + "\" is already on " + unit + " " + first);
      }
    }
    return new Vocabulary(pieces);
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
   * @throws IllegalArgumentException if the vocabulary does not hold it
   */
  public int id(SpecialToken token) {
    int id = id(token.text());
    if (id < 0) {
      throw new IllegalArgumentException(
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
