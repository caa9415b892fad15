package dev.kindling.corpus.extract;

import java.util.HashSet;
import java.util.Set;
import org.jsoup.nodes.Element;

/** Words that tell in an element's class or id what it is for. */
final class Vocabulary {
  private final Set<String> words = new HashSet<>();
  private int longest;

  /** Words in lower case, separated by blanks; a word with hyphens stands for a whole class. */
  Vocabulary(String... lines) {
    for (String line : lines) {
      for (String word : line.split(" ", -1)) {
        words.add(word);
        longest = Math.max(longest, word.length());
      }
    }
  }

  boolean describes(Element element) {
    return element.attributesSize() > 0 && (isIn(element.className()) || isIn(element.id()));
  }

  /**
   * Whether a name holds one of the words: topNav, nav-bar and nav_list hold nav, navy does not.
   */
  boolean isIn(String name) {
    int start = 0;
    for (int i = 1; i <= name.length(); i++) {
      if (i == name.length() || isBoundary(name.charAt(i - 1), name.charAt(i))) {
        if (holds(name, start, i)) {
          return true;
        }
        start = i < name.length() && isLetter(name.charAt(i)) ? i : i + 1;
      }
    }
    return false;
  }

  private boolean holds(String name, int start, int end) {
    return start < end && end - start <= longest && words.contains(lowerCase(name, start, end));
  }

  private static String lowerCase(String name, int start, int end) {
    char[] word = new char[end - start];
    for (int i = start; i < end; i++) {
      char c = name.charAt(i);
      word[i - start] = c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }
    return new String(word);
  }

  private static boolean isBoundary(char before, char after) {
    return !isLetter(after) || (isLower(before) && !isLower(after)) || !isLetter(before);
  }

  private static boolean isLetter(char c) {
    return isLower(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }
}
