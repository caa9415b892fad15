package dev.kindling.corpus.read;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stored HTTP response. Servers deviate from the standard and crawlers store what they sent: as
 * browsers do, this takes lines without a carriage return, any version, and passes over header
 * lines without a colon.
 */
final class HttpMessage {
  private static final int MAX_HEADER_BYTES = 1 << 18;
  private static final Pattern STATUS_LINE =
      Pattern.compile("(?:HTTP(?:/\\d{1,3}(?:\\.\\d{1,3})?)?|ICY)[ \\t]+(\\d{3})(?:[ \\t].*)?");

  private final int status;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  private HttpMessage(int status, Map<String, List<String>> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Takes a response apart.
   *
   * @param block status line, header lines, an empty line, the body
   * @throws DamagedInputException when there is no status line or no end of the header
   */
  static HttpMessage parse(byte[] block) throws DamagedInputException {
    int end = headerEnd(block);
    if (end < 0) {
      throw malformed("the HTTP header does not end within its record or within 256 KiB");
    }
    String[] lines = new String(block, 0, end, StandardCharsets.ISO_8859_1).split("\r?\n", -1);
    Matcher statusLine = STATUS_LINE.matcher(lines[0]);
    if (!statusLine.matches()) {
      throw malformed("there is no HTTP status line");
    }
    return new HttpMessage(
        Integer.parseInt(statusLine.group(1)),
        headers(lines),
        Arrays.copyOfRange(block, end, block.length));
  }

  private static int headerEnd(byte[] block) {
    int length = Math.min(block.length, MAX_HEADER_BYTES);
    int lineStart = 0;
    for (int i = 0; i < length; i++) {
      if (block[i] == '\n') {
        if (i == lineStart || (i == lineStart + 1 && block[lineStart] == '\r')) {
          return i + 1;
        }
        lineStart = i + 1;
      }
    }
    return -1;
  }

  private static Map<String, List<String>> headers(String[] lines) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers
            .computeIfAbsent(lines[i].substring(0, colon).strip(), name -> new ArrayList<>())
            .add(lines[i].substring(colon + 1).strip());
      }
    }
    return headers;
  }

  int status() {
    return status;
  }

  /** The body as it was sent, with its encodings. */
  byte[] body() {
    return body;
  }

  /** A header's last value, empty without one. The last one is what browsers take. */
  String last(String name) {
    List<String> values = headers.getOrDefault(name, List.of(""));
    return values.get(values.size() - 1);
  }

  /** The lower-case elements of a header that is a list, in order of all its lines. */
  List<String> elements(String name) {
    return headers.getOrDefault(name, List.of()).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(element -> element.strip().toLowerCase(Locale.ROOT))
        .filter(element -> !element.isEmpty())
        .toList();
  }

  private static DamagedInputException malformed(String detail) {
    return new DamagedInputException("malformed-http", detail);
  }
}
