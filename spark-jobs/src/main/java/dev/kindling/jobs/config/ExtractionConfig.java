package dev.kindling.jobs.config;

import dev.kindling.corpus.extract.ExtractionOptions;

/**
 * What of a page is kept beside its headings and paragraphs.
 *
 * @param lists the items of lists and of definition lists
 * @param code preformatted text
 * @param tables rows of data
 */
public record ExtractionConfig(
    @Default("true") boolean lists,
    @Default("true") boolean code,
    @Default("true") boolean tables) {
  /**
   * The same options for the extraction.
   *
   * @return equal values
   */
  public ExtractionOptions options() {
    return new ExtractionOptions(lists, code, tables);
  }
}
