package dev.kindling.corpus.read;

import dev.kindling.corpus.extract.ExtractionOptions;
import java.io.Serializable;

/**
 * How the records of an input are understood.
 *
 * @param textColumn field or column of JSONL and Parquet files that holds a document's text
 * @param uriColumn field or column that holds its address or another name of it; where a record has
 *     none, its place stands for it
 * @param splitChapters whether each chapter of a book is a document, instead of the whole book
 * @param extraction what of a page is kept beside its paragraphs
 */
public record ReadOptions(
    String textColumn, String uriColumn, boolean splitChapters, ExtractionOptions extraction)
    implements Serializable {
  /**
   * The same for pages that keep lists, code and tables.
   *
   * @param textColumn see above
   * @param uriColumn see above
   * @param splitChapters see above
   */
  public ReadOptions(String textColumn, String uriColumn, boolean splitChapters) {
    this(textColumn, uriColumn, splitChapters, ExtractionOptions.defaults());
  }

  /**
   * The usual names, whole books, and all of a page's text.
   *
   * @return {@code text}, {@code url}, false, lists and code and tables
   */
  public static ReadOptions defaults() {
    return new ReadOptions("text", "url", false);
  }

  /**
   * The same for pages of which something else is kept.
   *
   * @param other what is kept beside paragraphs
   * @return equal but for {@link #extraction}
   */
  public ReadOptions with(ExtractionOptions other) {
    return new ReadOptions(textColumn, uriColumn, splitChapters, other);
  }
}
