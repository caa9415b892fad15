package dev.kindling.corpus.read;

import dev.kindling.corpus.Deadline;
import java.io.Serializable;
import java.time.Duration;

/**
 * What one record may cost.
 *
 * @param maxRecordBytes longest record or file after decompression, in bytes
 * @param maxDecompressedRatio most bytes that one compressed byte may give. A DEFLATE stream cannot
 *     pass 1,032
 * @param maxHtmlCharacters longest page, in UTF-16 units
 * @param maxHtmlDepth deepest nesting of elements
 * @param secondsPerRecord longest work on one record, in seconds of processor time
 */
public record ReadLimits(
    long maxRecordBytes,
    long maxDecompressedRatio,
    long maxHtmlCharacters,
    int maxHtmlDepth,
    double secondsPerRecord)
    implements Serializable {
  /** Most that fits one array. */
  public static final long MAX_RECORD_BYTES = Integer.MAX_VALUE - 1024;

  /** A longer time is no limit; its nanoseconds fit 64 bits. */
  public static final double MAX_SECONDS = 1e9;

  /** Below this many decompressed bytes no ratio is suspicious. */
  private static final long RATIO_FREE_BYTES = 1 << 20;

  /** Checks the ranges. */
  public ReadLimits {
    check("max-record-bytes", maxRecordBytes);
    check("max-decompressed-ratio", maxDecompressedRatio);
    check("max-html-characters", maxHtmlCharacters);
    check("max-html-depth", maxHtmlDepth);
    if (!(secondsPerRecord > 0 && secondsPerRecord <= MAX_SECONDS)) {
      throw new IllegalArgumentException(
          "seconds-per-record must be in (0, 1e9], got " + secondsPerRecord);
    }
    if (maxRecordBytes > MAX_RECORD_BYTES) {
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
   * @return 64 MiB a record, 200 bytes a compressed byte, 16 Mi characters and 512 levels a page,
   *     30 seconds
   */
  public static ReadLimits defaults() {
    return new ReadLimits(64L << 20, 200, 16L << 20, 512, 30);
  }

  /**
   * Starts the clock of a record.
   *
   * @return ends after {@link #secondsPerRecord}
   */
  public Deadline deadline() {
    return Deadline.after(Duration.ofNanos((long) (secondsPerRecord * 1e9)));
  }

  /** Ends the work on a member of an archive that expands like a bomb. */
  void checkRatio(long compressed, long decompressed) throws DamagedInputException {
    if (decompressed > RATIO_FREE_BYTES
        && decompressed / Math.max(1, compressed) >= maxDecompressedRatio) {
      throw new DamagedInputException(
          "decompressed-ratio",
          "%d compressed bytes gave %d, more than max-decompressed-ratio %d allows"
              .formatted(compressed, decompressed, maxDecompressedRatio));
    }
  }
}
