package dev.kindling.corpus.wiki;

import dev.kindling.corpus.Deadline;
import java.util.Optional;

/**
 * The second step: everything that stands within lines. Links become their text; templates become
 * what they would show where that is part of the sentence, see {@link InlineTemplates}; other
 * templates, tables, files and categories leave a {@link Marks#GAP}.
 */
final class Expander {
  /** Deeper ones are left out. MediaWiki's own limit is 100; articles stay below 10. */
  private static final int MAX_DEPTH = 40;

  private final String text;
  private final String title;
  private final WikiSite site;
  private final Deadline deadline;
  private final Brackets brackets;
  private final Seeker seeker;

  private Expander(String text, String title, WikiSite site, Deadline deadline) {
    this.text = text;
    this.title = title;
    this.site = site;
    this.deadline = deadline;
    this.brackets = new Brackets(text);
    this.seeker = new Seeker(text);
  }

  /**
   * Expands an article without comments and tags.
   *
   * @return lines of text, still with headings, list marks, entities and {@link Marks}
   */
  static String expand(String text, String title, WikiSite site, Deadline deadline) {
    StringBuilder out = new StringBuilder(text.length());
    new Expander(text, title, site, deadline).expand(0, text.length(), out, 0);
    return out.toString();
  }

  /** Expands [from, to), which cuts no pair of brackets. */
  private void expand(int from, int to, StringBuilder out, int depth) {
    deadline.check();
    int next = brackets.firstFrom(from);
    int i = from;
    while (i < to) {
      if (next < brackets.count() && brackets.open(next) == i) {
        int close = brackets.close(next);
        if (close >= 0 && close < to) {
          bracket(next, out, depth);
          i = close + 2;
          next = brackets.firstFrom(i);
        } else {
          i += 2; // an opening bracket without partner
          next++;
        }
        continue;
      }
      i = character(i, to, out, depth);
      while (next < brackets.count() && brackets.open(next) < i) {
        next++;
      }
    }
  }

  /** Takes at least one character. */
  private int character(int i, int to, StringBuilder out, int depth) {
    char c = text.charAt(i);
    switch (c) {
      case '\'' -> {
        return quotes(i, to, out);
      }
      case '[' -> {
        return externalLink(i, to, out, depth);
      }
      case '_' -> {
        return behaviourSwitch(i, to, out);
      }
      case '{', '}' -> {}
      default -> out.append(c);
    }
    return i + 1;
  }

  /** Two, three and five are bold and italic; further ones are apostrophes. */
  private int quotes(int i, int to, StringBuilder out) {
    int end = i;
    while (end < to && text.charAt(end) == '\'') {
      end++;
    }
    int run = end - i;
    int literal = run == 1 || run == 4 ? 1 : Math.max(0, run - 5);
    out.append("'".repeat(literal));
    return end;
  }

  private int externalLink(int i, int to, StringBuilder out, int depth) {
    if (!ExternalLinks.isAddress(text, i + 1)) {
      out.append('[');
      return i + 1;
    }
    int end = seeker.next("]", i);
    int lineEnd = seeker.next("\n", i);
    if (end < 0 || end >= to || (lineEnd >= 0 && lineEnd < end)) {
      return i + 1; // the bare address stays
    }
    int label = i + 1;
    while (label < end && text.charAt(label) != ' ' && text.charAt(label) != '\t') {
      label++;
    }
    if (label == end || depth >= MAX_DEPTH) {
      out.append(Marks.GAP);
    } else {
      expand(label + 1, end, out, depth + 1);
    }
    return end + 1;
  }

  /** Such as {@code __NOTOC__}. */
  private int behaviourSwitch(int i, int to, StringBuilder out) {
    int end = text.startsWith("__", i) ? i + 2 : to;
    while (end < to && (Character.isUpperCase(text.charAt(end)) || isCaseless(text.charAt(end)))) {
      end++;
    }
    if (end > i + 2 && end + 2 <= to && text.startsWith("__", end)) {
      return end + 2;
    }
    out.append('_');
    return i + 1;
  }

  private static boolean isCaseless(char c) {
    return Character.getType(c) == Character.OTHER_LETTER;
  }

  private void bracket(int index, StringBuilder out, int depth) {
    int from = brackets.open(index) + 2;
    int to = brackets.close(index);
    if (depth >= MAX_DEPTH) {
      out.append(Marks.GAP);
      return;
    }
    switch (brackets.kind(index)) {
      case Brackets.LINK -> link(from, to, out, depth);
      case Brackets.TEMPLATE -> template(from, to, out, depth);
      default -> out.append(Marks.GAP);
    }
  }

  private void link(int from, int to, StringBuilder out, int depth) {
    int bar = bar(from, to);
    String target = text.substring(from, bar).strip();
    if (Links.isHidden(target, site)) {
      out.append(Marks.GAP);
    } else if (bar < to) {
      expand(bar + 1, to, out, depth + 1);
    } else {
      expand(from + (target.startsWith(":") ? 1 : 0), to, out, depth + 1);
    }
  }

  private void template(int from, int to, StringBuilder out, int depth) {
    int bar = bar(from, to);
    Optional<InlineTemplates.Form> form = InlineTemplates.named(text, from, bar);
    if (form.isEmpty()) {
      out.append(Marks.GAP);
      return;
    }
    Arguments arguments = new Arguments(title);
    if (form.get().firstArgumentAt() >= 0) {
      arguments.add(expanded(form.get().firstArgumentAt(), bar, depth));
    }
    while (bar < to) {
      int start = bar + 1;
      bar = bar(start, to);
      arguments.add(expanded(start, bar, depth));
    }
    String shown = form.get().show(arguments);
    out.append(shown.isEmpty() ? String.valueOf(Marks.GAP) : shown);
  }

  private String expanded(int from, int to, int depth) {
    StringBuilder argument = new StringBuilder(to - from);
    expand(from, to, argument, depth + 1);
    return argument.toString();
  }

  /** The first {@code |} in [from, to) outside all brackets; else to. */
  private int bar(int from, int to) {
    int next = brackets.firstFrom(from);
    int i = from;
    while (i < to) {
      if (next < brackets.count() && brackets.open(next) == i && brackets.close(next) >= 0) {
        i = brackets.close(next) + 2;
        next = brackets.firstFrom(i);
        continue;
      }
      if (text.charAt(i) == '|') {
        return i;
      }
      i++;
      while (next < brackets.count() && brackets.open(next) < i) {
        next++;
      }
    }
    return to;
  }
}
