package dev.kindling.corpus.read;

import java.util.Locale;
import java.util.regex.Pattern;

/** How the files of an input are read. Each may be compressed with gzip or bzip2. */
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
  PARQUET,
  /** XML dump of a wiki run by MediaWiki: each article is a document. */
  WIKIPEDIA;

  private static final Pattern DUMP_OR_LINES =
      Pattern.compile(".*\\.(xml|xml\\.bz2|json|jsonl|ndjson)");

  /**
   * Whether parts of a file can be read on their own, as far as its name tells. A file for which
   * that turns out wrong is read whole with its first part.
   *
   * @param source the file's name
   * @return true if it is worth cutting
   */
  public boolean splittable(String source) {
    String name = source.toLowerCase(Locale.ROOT);
    return switch (this) {
      case JSONL -> !name.endsWith(".gz") && !name.endsWith(".bz2");
      case WIKIPEDIA -> !name.endsWith(".gz");
      case AUTO -> DUMP_OR_LINES.matcher(name).matches();
      default -> false;
    };
  }
}
