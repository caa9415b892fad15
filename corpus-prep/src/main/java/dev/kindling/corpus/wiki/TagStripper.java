package dev.kindling.corpus.wiki;

import dev.kindling.corpus.Deadline;
import java.util.Locale;

/**
 * The first step: comments and tags. As in MediaWiki they come before all other markup, so that
 * braces in a formula or a reference open nothing.
 */
final class TagStripper {
  private static final int LONGEST_NAME = 20;

  private final String text;
  private final Deadline deadline;
  private final Seeker seeker;
  private final StringBuilder out;
  private int at;
  private boolean lines; // line ends count

  private TagStripper(String text, Deadline deadline) {
    this.text = text;
    this.deadline = deadline;
    this.seeker = new Seeker(text);
    this.out = new StringBuilder(text.length());
  }

  static String strip(String text, Deadline deadline) {
    return new TagStripper(text, deadline).strip();
  }

  private String strip() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '<') {
        deadline.check();
        markup();
      } else {
        at++;
        if (!Marks.isMark(c)) {
          out.append(lines && c == '\n' ? Marks.BREAK : c);
        }
      }
    }
    return out.toString();
  }

  private void markup() {
    if (text.startsWith("<!--", at)) {
      comment();
      return;
    }
    boolean closing = text.startsWith("</", at);
    int nameStart = at + (closing ? 2 : 1);
    int nameEnd = nameStart;
    while (nameEnd < text.length()
        && nameEnd - nameStart <= LONGEST_NAME
        && isNameCharacter(text.charAt(nameEnd))) {
      nameEnd++;
    }
    String name = text.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
    Tag tag = Tag.named(name);
    int end = tag == null ? -1 : seeker.next(">", nameEnd);
    if (end < 0) { // no tag
      out.append('<');
      at++;
      return;
    }
    at = end + 1;
    tag(tag, name, closing, text.charAt(end - 1) == '/');
  }

  private void tag(Tag tag, String name, boolean closing, boolean empty) {
    switch (tag) {
      case INLINE -> {
        if (name.equals("sup") && !closing && isPower()) {
          out.append('^');
        }
      }
      case BLOCK -> out.append(Marks.BREAK);
      case LINES -> {
        out.append(Marks.BREAK);
        lines = !closing && !empty;
      }
      case LITERAL, DROPPED -> {
        if (!closing && !empty) {
          skipContent(name, tag == Tag.LITERAL);
        }
        out.append(tag == Tag.LITERAL ? "" : Marks.GAP);
      }
    }
  }

  /** Without an end tag only the tag itself goes: the rest of the article is worth more. */
  private void skipContent(String name, boolean literal) {
    int end = seeker.next("</" + name, at);
    if (end < 0) {
      return;
    }
    for (int i = at; literal && i < end; i++) {
      char c = text.charAt(i);
      if (!Marks.isMark(c)) {
        out.append(Marks.literal(c));
      }
    }
    int close = seeker.next(">", end);
    at = close < 0 ? text.length() : close + 1;
  }

  /** A comment that has its line for itself takes the line with it; one without end hides all. */
  private void comment() {
    int end = seeker.next("-->", at + 4);
    at = end < 0 ? text.length() : end + 3;
    boolean lineStart = out.length() == 0 || out.charAt(out.length() - 1) == '\n';
    if (lineStart && at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
  }

  /** "10<sup>6</sup>" is not 106; "1<sup>st</sup>" is 1st. */
  private boolean isPower() {
    char before = out.length() == 0 ? ' ' : out.charAt(out.length() - 1);
    char after = at < text.length() ? text.charAt(at) : ' ';
    return Character.isLetterOrDigit(before)
        && (Character.isDigit(after) || after == '-' || after == '\u2212');
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
