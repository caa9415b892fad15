package dev.kindling.corpus.read;

/** How the files of an input are read. Each may be gzipped. */
public enum InputFormat {
  /** Decided for each file by its first bytes and its name. */
  AUTO,
  /** Web archive: each page is a document. WET files are WARC files too. */
  WARC,
  /** The file is one page. */
  HTML,
  /** The file is one document of plain text. */
  TEXT
}
