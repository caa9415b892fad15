package dev.kindling.corpus.read;

import dev.kindling.corpus.book.Gutenberg;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells what a file is by its first bytes, and by its name only where those leave it open. */
final class FormatSniffer {
  /** How many bytes are looked at. */
  static final int PREFIX_BYTES = 2048;

  private static final Pattern HTML_START =
      Pattern.compile(
          "(?is)\\s*(?:<\\?xml\\b[^>]*>\\s*)?(?:<!--.*?(?:-->|$)\\s*+)*+"
              + "<(?:!doctype\\s+html|html|head|title|meta|body)\\b.*");
  private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^<>]*>|<!--");
  private static final Pattern HTML_NAME = Pattern.compile(".*\\.x?html?(\\.gz)?");
  private static final Pattern WARC_NAME = Pattern.compile(".*\\.(warc|wet)(\\.gz)?");

  private static final Pattern JSONL_NAME = Pattern.compile(".*\\.(jsonl|ndjson)(\\.gz)?");

  /** One object a line, and not one over many lines. */
  private static final Pattern JSON_NAME = Pattern.compile(".*\\.json(\\.gz)?");

  private static final Pattern JSON_LINE = Pattern.compile("\\{[ \\t]{0,3}\"");
  private static final Pattern WIKI_NAME = Pattern.compile(".*\\.xml\\.bz2");
  private static final Pattern WIKI_START =
      Pattern.compile("(?s)\\s*(?:<\\?xml\\b[^>]*>\\s*)?<mediawiki\\b.*");

  /** Formats whose start looks like text. */
  private static final List<String> BINARY_STARTS = List.of("%PDF-", "%!PS", "{\\rtf");

  private FormatSniffer() {}

  /**
   * Chooses a format.
   *
   * @param source the file's name
   * @param prefix its first bytes, decompressed
   * @return any but AUTO
   */
  static InputFormat sniff(String source, byte[] prefix) {
    String start = new String(prefix, StandardCharsets.ISO_8859_1);
    String name = source.toLowerCase(Locale.ROOT);
    // A file that is named a WARC file and does not start like one is damaged, not a book.
    if (start.startsWith("WARC/") || WARC_NAME.matcher(name).matches()) {
      return InputFormat.WARC;
    }
    if (start.startsWith("PK\003\004") && isEpub(start, name)) {
      return InputFormat.EPUB;
    }
    String plain = asciiOf(prefix, start);
    if (JSONL_NAME.matcher(name).matches()
        || (JSON_NAME.matcher(name).matches() && JSON_LINE.matcher(plain).lookingAt())) {
      return InputFormat.JSONL;
    }
    if (WIKI_START.matcher(plain).matches() || WIKI_NAME.matcher(name).matches()) {
      return InputFormat.WIKIPEDIA;
    }
    boolean html =
        HTML_START.matcher(plain).matches()
            || (HTML_NAME.matcher(name).matches() && TAG.matcher(plain).find());
    if (html) {
      return InputFormat.HTML;
    }
    return Gutenberg.isHeader(plain) ? InputFormat.BOOK : InputFormat.TEXT;
  }

  /** By its first entry, or where that is missing by its name. */
  private static boolean isEpub(String start, String name) {
    return name.endsWith(".epub") || start.regionMatches(30, "mimetypeapplication/epub+zip", 0, 28);
  }

  /** Whether bytes that nobody names start like a page. */
  static boolean isPage(byte[] bytes) {
    byte[] prefix = Arrays.copyOf(bytes, Math.min(bytes.length, PREFIX_BYTES));
    String start = new String(prefix, StandardCharsets.ISO_8859_1);
    return HTML_START.matcher(asciiOf(prefix, start)).matches();
  }

  static boolean isKnownBinary(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 8), StandardCharsets.ISO_8859_1);
    return BINARY_STARTS.stream().anyMatch(start::startsWith);
  }

  /** Without a byte order mark, and without the zero bytes of UTF-16. */
  private static String asciiOf(byte[] prefix, String start) {
    if (start.startsWith("\u00ef\u00bb\u00bf")) {
      return start.substring(3);
    }
    boolean wide = prefix.length >= 2 && (prefix[0] & 0xff) >= 0xfe && (prefix[1] & 0xff) >= 0xfe;
    return wide ? start.substring(2).replace("\0", "") : start;
  }
}
