package dev.kindling.jobs.config;

import dev.kindling.corpus.read.ReadLimits;

/**
 * What one raw record may cost; a record that costs more goes to quarantine.
 *
 * @param maxRecordBytes longest record or file after decompression, in bytes
 * @param maxDecompressedRatio most bytes that one compressed byte may give
 * @param maxHtmlCharacters longest page, in UTF-16 units
 * @param maxHtmlDepth deepest nesting of elements
 * @param secondsPerRecord longest work on one record, in seconds of processor time
 */
public record LimitsConfig(
    @Default("67108864") long maxRecordBytes,
    @Default("200") long maxDecompressedRatio,
    @Default("16777216") long maxHtmlCharacters,
    @Default("512") int maxHtmlDepth,
    @Default("30") double secondsPerRecord) {
  /** Checks the ranges. */
  public LimitsConfig {
    new Check()
        .that(
            maxRecordBytes >= 1 && maxRecordBytes <= ReadLimits.MAX_RECORD_BYTES,
            "max-record-bytes",
            maxRecordBytes,
            "must be in [1, " + ReadLimits.MAX_RECORD_BYTES + "]")
        .positive("max-decompressed-ratio", maxDecompressedRatio)
        .positive("max-html-characters", maxHtmlCharacters)
        .positive("max-html-depth", maxHtmlDepth)
        .that(
            secondsPerRecord > 0 && secondsPerRecord <= ReadLimits.MAX_SECONDS,
            "seconds-per-record",
            secondsPerRecord,
            "must be in (0, 1e9]")
        .done();
  }

  /**
   * The same limits for the readers.
   *
   * @return equal values
   */
  public ReadLimits readLimits() {
    return new ReadLimits(
        maxRecordBytes, maxDecompressedRatio, maxHtmlCharacters, maxHtmlDepth, secondsPerRecord);
  }
}
