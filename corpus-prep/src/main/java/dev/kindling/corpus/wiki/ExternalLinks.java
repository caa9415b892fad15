package dev.kindling.corpus.wiki;

/** Tells addresses in brackets from other text in brackets. */
final class ExternalLinks {
  private static final String[] STARTS = {
    "http://", "https://", "//", "ftp://", "mailto:", "news:", "irc://", "sftp://", "tel:", "geo:"
  };

  private ExternalLinks() {}

  static boolean isAddress(String text, int at) {
    for (String start : STARTS) {
      if (text.regionMatches(true, at, start, 0, start.length())) {
        return true;
      }
    }
    return false;
  }
}
