package dev.kindling.corpus.filter;

import dev.kindling.corpus.dedup.NormalizedUrl;

/** Parts of web addresses as lists of them are compared. */
final class WebAddress {
  private WebAddress() {}

  /**
   * An address without scheme, {@code www.}, fragment and trailing slashes.
   *
   * @param address of a document
   * @return empty for what is no web address, such as the path of a file
   */
  static String normalized(String address) {
    return NormalizedUrl.of(address).orElse("");
  }

  /** The same for an entry of a list, where the scheme may be left out. */
  static String listed(String entry) {
    return normalized(entry.contains("://") ? entry : "http://" + entry);
  }

  /** The host of a normalised address. */
  static String host(String normalized) {
    int end = 0;
    while (end < normalized.length() && "/?:".indexOf(normalized.charAt(end)) < 0) {
      end++;
    }
    return normalized.substring(0, end);
  }
}
