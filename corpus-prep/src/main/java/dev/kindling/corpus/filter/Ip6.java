package dev.kindling.corpus.filter;

/** Finds public addresses of IP version 6 (RFC 4291). */
final class Ip6 {
  private static final int GROUPS = 8;
  private static final int DIGITS_PER_GROUP = 4;

  private Ip6() {}

  /**
   * Where the public address ends that starts here. Public are global unicast addresses, which
   * start with 2 or 3, so this needs to be asked at digits only; documentation addresses are not.
   *
   * @return 0 where none starts
   */
  static int publicEnd(String text, int start) {
    if (text.charAt(start) != '2' && text.charAt(start) != '3') {
      return 0;
    }
    int groups = 0;
    boolean shortened = false;
    int end = 0;
    int i = start;
    while (groups < GROUPS) {
      int groupEnd = groupEnd(text, i);
      groups += groupEnd > i ? 1 : 0;
      boolean whole = groups == GROUPS || shortened;
      end = whole && (groupEnd > i || isDouble(text, i - 2)) ? groupEnd : end;
      if (groupEnd == i && !isDouble(text, i - 2)) {
        break;
      }
      i = groupEnd;
      if (isDouble(text, i) && !shortened) {
        shortened = true;
        i += 2;
      } else if (i < text.length() && text.charAt(i) == ':') {
        i++;
      } else {
        break;
      }
    }
    boolean fits = end > 0 && groupEnd(text, start) - start == DIGITS_PER_GROUP;
    return fits && isFree(text, end) && !isDocumentation(text, start) ? end : 0;
  }

  /** Whether nothing follows that an address goes on with. */
  private static boolean isFree(String text, int end) {
    boolean colon = end + 1 < text.length() && text.charAt(end) == ':';
    boolean goesOn = colon && (text.charAt(end + 1) == ':' || groupEnd(text, end + 1) > end + 1);
    return !goesOn && DigitStarts.isFree(text, end);
  }

  private static int groupEnd(String text, int start) {
    int end = start;
    while (end < text.length()
        && end < start + DIGITS_PER_GROUP
        && Character.digit(text.charAt(end), 16) >= 0) {
      end++;
    }
    return end;
  }

  private static boolean isDouble(String text, int index) {
    return index >= 0 && text.startsWith("::", index);
  }

  private static boolean isDocumentation(String text, int start) {
    return text.regionMatches(true, start, "2001:db8:", 0, 9)
        || text.regionMatches(true, start, "2001:0db8:", 0, 10);
  }
}
