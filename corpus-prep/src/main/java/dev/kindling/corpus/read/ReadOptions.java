package dev.kindling.corpus.read;

import java.io.Serializable;

/**
 * How the records of an input are understood.
 *
 * @param textColumn field or column of JSONL and Parquet files that holds a document's text
 * @param uriColumn field or column that holds its address or another name of it; where a record has
 *     none, its place stands for it
 * @param splitChapters whether each chapter of a book is a document, instead of the whole book
 */
public record ReadOptions(String textColumn, String uriColumn, boolean splitChapters)
    implements Serializable {
  /**
   * The usual names, and whole books.
   *
   * @return {@code text}, {@code url}, false
   */
  public static ReadOptions defaults() {
    return new ReadOptions("text", "url", false);
  }
}
