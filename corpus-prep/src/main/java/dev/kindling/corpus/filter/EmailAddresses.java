package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/**
 * Replaces e-mail addresses: a local part of ASCII letters, digits and {@code . _ % + -}, an at
 * sign, a domain with at least one dot. The default is an address that nobody has (RFC 2606).
 */
record EmailAddresses(String replacement) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("email-addresses")
          .text("replacement", "email@example.com")
          .makes(arguments -> new EmailAddresses(arguments.text("replacement")));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String text = scan.text();
    EditList edits = new EditList(text);
    int done = 0;
    for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      int start = localStart(text, at, done);
      int end = domainEnd(text, at + 1);
      if (start < at && end > at) {
        edits.replace(start, end, replacement, "email-addresses.replacement", 1, 0);
        done = end;
      }
    }
    return edits.decision();
  }

  private static int localStart(String text, int at, int earliest) {
    int start = at;
    while (start > earliest && isLocal(text.charAt(start - 1))) {
      start--;
    }
    while (start < at && text.charAt(start) == '.') {
      start++;
    }
    return start;
  }

  /** Where a domain ends whose last label is of two letters or more; -1 where there is none. */
  private static int domainEnd(String text, int start) {
    int end = -1;
    int label = start;
    int i = start;
    while (i <= text.length()) {
      char c = i < text.length() ? text.charAt(i) : '\0';
      if (!isAsciiWord(c) && c != '-') {
        boolean letters = i - label >= 2 && isLetters(text, label, i);
        end = label > start && letters ? i : end;
        if (c != '.' || i == label) {
          break;
        }
        label = i + 1;
      }
      i++;
    }
    return end;
  }

  private static boolean isLetters(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!isAsciiWord(text.charAt(i)) || CharacterKind.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLocal(char c) {
    return isAsciiWord(c) || "._%+-".indexOf(c) >= 0;
  }

  private static boolean isAsciiWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || CharacterKind.isDigit(c);
  }
}
