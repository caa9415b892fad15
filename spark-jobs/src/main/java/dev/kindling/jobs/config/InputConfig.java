package dev.kindling.jobs.config;

import dev.kindling.corpus.read.InputFormat;
import dev.kindling.corpus.read.ReadOptions;

/**
 * One folder of raw text.
 *
 * @param path relative to the workdir, or absolute, or any URI that Hadoop knows
 * @param format how the files are read; {@code auto} looks at each file
 * @param textColumn field of JSONL lines, or column of Parquet files, that holds the text
 * @param uriColumn field or column that names the document, such as its address
 * @param splitChapters whether each chapter of a book is a document
 */
public record InputConfig(
    String path,
    @Default("auto") InputFormat format,
    @Default("text") String textColumn,
    @Default("url") String uriColumn,
    @Default("false") boolean splitChapters) {
  /** Checks the path and the names. */
  public InputConfig {
    new Check()
        .that(!path.isBlank(), "path", path, "must name a folder or a file")
        .that(!textColumn.isBlank(), "text-column", textColumn, "must name a column")
        .that(!uriColumn.isBlank(), "uri-column", uriColumn, "must name a column")
        .done();
  }

  /**
   * The keys that say how records are understood.
   *
   * @return for the readers
   */
  public ReadOptions readOptions() {
    return new ReadOptions(textColumn, uriColumn, splitChapters);
  }
}
