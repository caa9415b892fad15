package dev.kindling.corpus.wiki;

import java.util.Locale;
import java.util.Set;

/** Which sections hold no running text: the file {@code left-out-sections.txt} names them. */
final class Sections {
  private static final Set<String> LEFT_OUT = Set.copyOf(Resources.lines("left-out-sections.txt"));

  private Sections() {}

  static boolean isLeftOut(String title) {
    return LEFT_OUT.contains(title.toLowerCase(Locale.ROOT));
  }
}
