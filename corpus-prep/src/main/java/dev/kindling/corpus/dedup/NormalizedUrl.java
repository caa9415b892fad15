package dev.kindling.corpus.dedup;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Web addresses in a form by which addresses of one page are equal.
 *
 * <p>Left out are the scheme ({@code http} and {@code https} give the same page), a {@code www.} in
 * front, the port that the scheme implies, user and password, the fragment, slashes at the end of
 * the path and a question mark with nothing behind it. The host is in lower case, so are no other
 * parts, except that the digits of percent escapes are in upper case. The query stays as it is:
 * servers may care for its order.
 */
public final class NormalizedUrl {
  private static final Pattern URL =
      Pattern.compile(
          "\\s*(https?)://(?:[^/?#@]*@)?([^/?#:\\[]+|\\[[^\\]]*\\])(?::(\\d*))?"
              + "([^?#]*)(?:\\?([^#]*))?(?:#.*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern ESCAPE = Pattern.compile("%[0-9a-fA-F]{2}");

  private NormalizedUrl() {}

  /**
   * Normalises an address.
   *
   * @param address any text, or null
   * @return host, port, path and query; empty where it is no http or https address
   */
  public static Optional<String> of(String address) {
    Matcher url = URL.matcher(address == null ? "" : address.strip());
    if (!url.matches()) {
      return Optional.empty();
    }
    String host = url.group(2).toLowerCase(Locale.ROOT);
    String query = url.group(5) == null || url.group(5).isEmpty() ? "" : "?" + url.group(5);
    return Optional.of(
        withoutWww(host)
            + port(url.group(1), url.group(3))
            + upperEscapes(withoutSlashes(url.group(4)))
            + upperEscapes(query));
  }

  private static String withoutWww(String host) {
    boolean more = host.startsWith("www.") && host.indexOf('.', 4) > 0;
    return more ? host.substring(4) : host;
  }

  private static String port(String scheme, String port) {
    String implied = scheme.equalsIgnoreCase("https") ? "443" : "80";
    return port == null || port.isEmpty() || port.equals(implied) ? "" : ":" + port;
  }

  private static String withoutSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  private static String upperEscapes(String text) {
    return ESCAPE.matcher(text).replaceAll(found -> found.group().toUpperCase(Locale.ROOT));
  }
}
