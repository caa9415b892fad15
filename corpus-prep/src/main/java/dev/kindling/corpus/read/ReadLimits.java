package dev.kindling.corpus.read;

/**
 * What one record may cost.
 *
 * @param maxRecordBytes longest record or file after decompression, in bytes
 * @param maxDecompressedRatio most bytes that one compressed byte may give. A DEFLATE stream cannot
 *     pass 1,032
 * @param maxHtmlCharacters longest page, in UTF-16 units
 * @param maxHtmlDepth deepest nesting of elements
 */
public record ReadLimits(
    long maxRecordBytes, long maxDecompressedRatio, long maxHtmlCharacters, int maxHtmlDepth) {
  /** Checks the ranges. */
  public ReadLimits {
    check("max-record-bytes", maxRecordBytes);
    check("max-decompressed-ratio", maxDecompressedRatio);
    check("max-html-characters", maxHtmlCharacters);
    check("max-html-depth", maxHtmlDepth);
    if (maxRecordBytes > Integer.MAX_VALUE - 1024) {
      throw new IllegalArgumentException(
          "max-record-bytes must fit one array, got " + maxRecordBytes);
    }
  }

  private static void check(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }

  /**
   * Limits for ordinary crawls and books.
   *
   * @return 64 MiB a record, 200 bytes a compressed byte, 16 Mi characters and 512 levels a page
   */
  public static ReadLimits defaults() {
    return new ReadLimits(64L << 20, 200, 16L << 20, 512);
  }
}
