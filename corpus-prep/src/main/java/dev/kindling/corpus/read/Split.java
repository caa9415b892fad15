package dev.kindling.corpus.read;

/**
 * A part of a file that one task reads: the records that start in it. Splits of a file that do not
 * overlap and leave nothing out give each record exactly once, with the same offset and id wherever
 * they are cut.
 *
 * @param start offset of its first byte
 * @param length bytes; the last split of a file may reach beyond the file's end
 */
public record Split(long start, long length) {
  /** All of a file. */
  public static final Split WHOLE = new Split(0, Long.MAX_VALUE);

  /** Checks the ranges. */
  public Split {
    if (start < 0 || length < 1) {
      throw new IllegalArgumentException(
          "a split starts at 0 or behind and has at least 1 byte, got start %d, length %d"
              .formatted(start, length));
    }
  }

  /**
   * Offset of the first byte behind it.
   *
   * @return {@link Long#MAX_VALUE} where the sum would overflow
   */
  public long end() {
    return length > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + length;
  }

  /**
   * Whether it starts the file, and so owns what is said once a file.
   *
   * @return true at offset 0
   */
  public boolean first() {
    return start == 0;
  }
}
