package dev.kindling.corpus.dedup;

import java.util.ArrayList;
import java.util.List;

/** The pieces of a text that are looked for elsewhere in the corpus. */
public enum TextUnit {
  /** Pieces between empty lines; in a text without any, each line is one. */
  PARAGRAPH,

  /** Lines. */
  LINE;

  /**
   * A piece of a text.
   *
   * @param start UTF-16 index of its first character
   * @param end index behind its last one
   */
  public record Span(int start, int end) {}

  /**
   * Cuts a text into its pieces.
   *
   * @param text normalised: lines end in a line feed
   * @return in order, without line feeds at their ends, none of them empty
   */
  public List<Span> spans(String text) {
    String separator = this == PARAGRAPH && text.contains("\n\n") ? "\n\n" : "\n";
    List<Span> spans = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int found = text.indexOf(separator, start);
      int end = found < 0 ? text.length() : found;
      if (text.charAt(start) == '\n') {
        start++;
      } else {
        int last = end;
        while (text.charAt(last - 1) == '\n') {
          last--;
        }
        spans.add(new Span(start, last));
        start = end;
      }
    }
    return spans;
  }
}
