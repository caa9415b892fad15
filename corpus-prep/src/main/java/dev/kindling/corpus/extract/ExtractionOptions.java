package dev.kindling.corpus.extract;

import java.io.Serializable;

/**
 * What of a page is kept beside its headings and paragraphs.
 *
 * @param lists the items of lists and of definition lists
 * @param code preformatted text
 * @param tables rows of data; text that a table only lays out is always kept
 */
public record ExtractionOptions(boolean lists, boolean code, boolean tables)
    implements Serializable {
  /**
   * Keeps everything.
   *
   * @return lists, code and tables
   */
  public static ExtractionOptions defaults() {
    return new ExtractionOptions(true, true, true);
  }
}
