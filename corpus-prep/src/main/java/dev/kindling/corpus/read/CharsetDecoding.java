package dev.kindling.corpus.read;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes bytes whose charset may be declared wrongly or not at all. Tried in turn: a byte order
 * mark, UTF-8 if the bytes are valid, what the transfer or the page declares, a guess by ICU, and
 * windows-1252.
 */
final class CharsetDecoding {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final Pattern DECLARATION =
      Pattern.compile(
          "<(?:meta\\b[^>]{0,500}?charset|\\?xml\\b[^>]{0,200}?encoding)\\s*=\\s*[\"']?([\\w:.-]+)",
          Pattern.CASE_INSENSITIVE);
  private static final int DECLARATION_BYTES = 4096;
  private static final int GUESS_CONFIDENCE_PERCENT = 35;

  /** More undecodable characters than this share speak against a charset. */
  private static final double MAX_REPLACED = 0.002;

  private CharsetDecoding() {}

  /** Decodes plain text; declared may be null. */
  static String text(byte[] bytes, String declared) {
    return marked(bytes)
        .or(() -> validUtf8(bytes))
        .or(() -> charset(declared).flatMap(charset -> plausible(bytes, charset)))
        .or(() -> guess(bytes, false).flatMap(charset -> plausible(bytes, charset)))
        .orElseGet(() -> new String(bytes, WINDOWS_1252));
  }

  /** Decodes a page; declared, by the transfer, may be null. */
  static String html(byte[] bytes, String declared) {
    return marked(bytes)
        .or(() -> validUtf8(bytes))
        .or(() -> charset(declared).flatMap(charset -> plausible(bytes, charset)))
        .or(() -> charset(declaration(bytes)).flatMap(charset -> plausible(bytes, charset)))
        .or(() -> guess(bytes, true).flatMap(charset -> plausible(bytes, charset)))
        .orElseGet(() -> new String(bytes, WINDOWS_1252));
  }

  private static Optional<String> marked(byte[] bytes) {
    if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
      return Optional.of(new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8));
    }
    if (startsWith(bytes, 0xff, 0xfe)) {
      return Optional.of(new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE));
    }
    if (startsWith(bytes, 0xfe, 0xff)) {
      return Optional.of(new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE));
    }
    return Optional.empty();
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    for (int i = 0; i < start.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != start[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Pure ASCII does not count when it escapes to other alphabets, as ISO-2022-JP does, nor with the
   * zero bytes of UTF-16.
   */
  private static Optional<String> validUtf8(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\u001b') < 0 && text.indexOf('\0') < 0
          ? Optional.of(text)
          : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> plausible(byte[] bytes, Charset charset) {
    String text = new String(bytes, charset);
    long replaced = text.chars().filter(c -> c == '\ufffd').count();
    return replaced <= MAX_REPLACED * text.length() ? Optional.of(text) : Optional.empty();
  }

  private static String declaration(byte[] bytes) {
    int length = Math.min(bytes.length, DECLARATION_BYTES);
    Matcher matcher =
        DECLARATION.matcher(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    return matcher.find() ? matcher.group(1) : null;
  }

  private static Optional<Charset> guess(byte[] bytes, boolean markup) {
    CharsetDetector detector = new CharsetDetector();
    detector.enableInputFilter(markup); // ignores tags
    detector.setText(bytes);
    CharsetMatch match = detector.detect();
    return match == null || match.getConfidence() < GUESS_CONFIDENCE_PERCENT
        ? Optional.empty()
        : charset(match.getName());
  }

  /**
   * The charset that the web means by a name (WHATWG Encoding, the names that differ from Java's).
   */
  private static Optional<Charset> charset(String name) {
    if (name == null) {
      return Optional.empty();
    }
    String lower = name.strip().toLowerCase(Locale.ROOT);
    try {
      return Optional.of(
          Charset.forName(
              switch (lower) {
                case "iso-8859-1", "latin1", "us-ascii", "ascii" -> "windows-1252";
                case "shift_jis", "shift-jis", "sjis", "x-sjis" -> "windows-31j";
                case "gb2312", "gbk" -> "GB18030";
                case "euc-kr", "ks_c_5601-1987" -> "x-windows-949";
                case "iso-8859-9" -> "windows-1254";
                case "iso-8859-8-i" -> "windows-1255"; // the same letters, in the order of reading
                default -> lower;
              }));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }
}
