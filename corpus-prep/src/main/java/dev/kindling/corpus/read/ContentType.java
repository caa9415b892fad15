package dev.kindling.corpus.read;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Content-Type header, as far as it matters here.
 *
 * @param base such as {@code text/html}, lower case; empty when nothing is declared
 * @param charset as declared; null when it is not
 */
record ContentType(String base, String charset) {
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*[\"']?([^\\s;,\"']+)", Pattern.CASE_INSENSITIVE);
  private static final Set<String> HTML = Set.of("text/html", "application/xhtml+xml");

  /** Reads a header's value, however malformed. */
  static ContentType of(String header) {
    String base = header.split("[;,\\s]", 2)[0].toLowerCase(Locale.ROOT);
    Matcher charset = CHARSET.matcher(header);
    return new ContentType(base, charset.find() ? charset.group(1) : null);
  }

  boolean isHtml() {
    return HTML.contains(base);
  }

  boolean isPlainText() {
    return base.equals("text/plain");
  }
}
