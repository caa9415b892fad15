package dev.kindling.corpus.filter;

import java.util.List;

/** How a piece of a text ends. */
final class Endings {
  private Endings() {}

  /** Whether the text has one of some endings before an index. */
  static boolean hasAny(String text, int end, List<String> endings) {
    for (String ending : endings) {
      if (text.startsWith(ending, end - ending.length())) {
        return true;
      }
    }
    return false;
  }
}
