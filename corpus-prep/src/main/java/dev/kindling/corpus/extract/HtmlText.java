package dev.kindling.corpus.extract;

/** Extracts the text of a page. */
@SuppressWarnings("DoNotCallSuggester")
public final class HtmlText {
  private HtmlText() {}

  /**
   * Extracts the main text: one paragraph, heading, list item or table row a line.
   *
   * @param html the page, however malformed
   * @return plain text, empty when the page has none
   */
  public static String extract(String html) {
    throw new IllegalStateException("not built yet");
  }
}
