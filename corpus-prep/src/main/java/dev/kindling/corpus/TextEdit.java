package dev.kindling.corpus;

import java.util.List;

/**
 * One change of a document's text by a rule.
 *
 * @param reason the rule's name and the parameter that asked for the change, as in {@code
 *     few-word-lines.minimum-words}
 * @param offset UTF-16 index of the change in the text as it was before the rule ran
 * @param removed what stood there
 * @param inserted what stands there now; may be empty
 * @param value what was measured
 * @param threshold what the parameter allows
 */
public record TextEdit(
    String reason, int offset, String removed, String inserted, double value, double threshold) {

  /**
   * The name of the rule that made the change.
   *
   * @return the reason up to its first dot
   */
  public String rule() {
    int dot = reason.indexOf('.');
    return dot < 0 ? reason : reason.substring(0, dot);
  }

  /**
   * Makes the changes again. Edits that follow each other and are of one rule refer to the same
   * text; the next rule's refer to what these made of it.
   *
   * @param text the text before the first edit
   * @param edits of one document, in the order in which they were recorded
   * @return the text after the last edit
   * @throws IllegalArgumentException if what an edit removes does not stand where it says
   */
  public static String apply(String text, List<TextEdit> edits) {
    String current = text;
    int start = 0;
    while (start < edits.size()) {
      int end = start + 1;
      while (end < edits.size() && edits.get(end).rule().equals(edits.get(start).rule())) {
        end++;
      }
      current = applyOfOneRule(current, edits.subList(start, end));
      start = end;
    }
    return current;
  }

  private static String applyOfOneRule(String text, List<TextEdit> edits) {
    StringBuilder changed = new StringBuilder(text.length());
    int copied = 0;
    for (TextEdit edit : edits) {
      if (edit.offset < copied || !text.startsWith(edit.removed, edit.offset)) {
        throw new IllegalArgumentException(
            "edit " + edit.reason + " at " + edit.offset + " does not fit the text");
      }
      changed.append(text, copied, edit.offset).append(edit.inserted);
      copied = edit.offset + edit.removed.length();
    }
    return changed.append(text, copied, text.length()).toString();
  }
}
