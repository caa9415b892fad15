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
  TEXT,
  /** A book as plain text, its lines as printed; as Project Gutenberg has them. */
  BOOK,
  /** A book in a zip file of XHTML pages, EPUB 2 or 3. */
  EPUB,
  /** Each line is a JSON object and a document. */
  JSONL,
  /** Each row is a document. Needs random access: {@link DocumentReader} cannot read it. */
  PARQUET
}
