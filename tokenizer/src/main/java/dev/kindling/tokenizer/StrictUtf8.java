package dev.kindling.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * The text of a file that must be UTF-8 without a byte-order mark. Nothing is replaced or skipped:
 * a vocabulary read in the wrong encoding would be a vocabulary of other pieces.
 */
public final class StrictUtf8 {

  private static final int SIGNIFICANT_BYTES = 3; // of a byte-order mark

  private StrictUtf8() {}

  /**
   * Decodes.
   *
   * @param origin the file's name, for messages
   * @throws TokenizerFormatException if the bytes are UTF-16, begin with a byte-order mark, or are
   *     not UTF-8
   */
  public static String decode(byte[] bytes, String origin) {
    refuseOtherEncodings(bytes, origin);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      throw new TokenizerFormatException(
          "%s is not UTF-8 text: byte 0x%02X at offset %d belongs to no character"
              .formatted(origin, in.get(in.position()), in.position()));
    }
    return out.flip().toString();
  }

  private static void refuseOtherEncodings(byte[] bytes, String origin) {
    int start = 0;
    for (int i = 0; i < SIGNIFICANT_BYTES; i++) {
      start = start << Byte.SIZE | (i < bytes.length ? bytes[i] & 0xFF : 0xFF);
    }
    if (start == 0xEFBBBF) {
      throw new TokenizerFormatException(
          origin
              + " begins with a byte-order mark (EF BB BF). Save it as UTF-8 without one: the mark"
              + " would become part of what is read first.");
    }
    int first = start >> Byte.SIZE;
    boolean marked = first == 0xFEFF || first == 0xFFFE;
    boolean zero = bytes.length > 1 && (bytes[0] == 0) != (bytes[1] == 0);
    if (marked || zero) {
      throw new TokenizerFormatException(
          origin
              + " is UTF-16 text, not UTF-8. Convert it, for example with iconv -f UTF-16 -t UTF-8.");
    }
  }
}
