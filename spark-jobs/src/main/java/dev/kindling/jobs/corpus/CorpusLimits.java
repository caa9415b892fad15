package dev.kindling.jobs.corpus;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/** Refuses a corpus that is too damaged, or empty, before its documents are written. */
final class CorpusLimits {
  private static final int SHOWN_RECORDS = 3;

  private CorpusLimits() {}

  /**
   * Checks the totals.
   *
   * @param maxBadFraction share of records that may be damaged
   * @param totals what became of the records
   * @param curated for examples in the message
   * @param ledger where the drop ledger is, already written
   * @throws KindlingException if too many records are damaged, or no document was kept
   */
  static void check(
      double maxBadFraction, CuratedRecords.Totals totals, CuratedRecords curated, Path ledger) {
    long records = totals.count(CorpusCounts.RECORDS);
    long damaged = totals.count(CorpusCounts.DAMAGED);
    if (damaged > maxBadFraction * records) {
      String shown =
          curated.firstDamaged(SHOWN_RECORDS).stream()
              .map(CorpusLimits::line)
              .collect(Collectors.joining());
      throw new KindlingException(
          ExitCode.BAD_DATA,
          String.format(
              Locale.ROOT,
              "%,d of %,d records are damaged, a share of %.4f; corpus.max-bad-fraction allows"
                  + " %s. The first are:%s%nAll are listed in %s (Parquet). Repair or remove them,"
                  + " or raise corpus.max-bad-fraction.",
              damaged,
              records,
              damaged / (double) records,
              maxBadFraction,
              shown,
              ledger));
    }
    if (totals.count(CorpusCounts.DOCUMENTS) == 0) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          String.format(
              Locale.ROOT,
              "No document is left of %,d records; dropped by reason: %s. Each is listed in %s"
                  + " (Parquet). Correct corpus.inputs, or loosen corpus.rules.",
              records,
              totals.dropped().isEmpty() ? "none" : totals.dropped(),
              ledger));
    }
  }

  private static String line(Row record) {
    return String.format(
        "%n  %s at byte %d: %s (%s)",
        record.getString(0), record.getLong(1), record.getString(2), record.getString(3));
  }
}
