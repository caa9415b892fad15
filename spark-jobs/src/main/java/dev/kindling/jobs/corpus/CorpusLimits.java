package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.functions.col;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Refuses a corpus that is too damaged, or empty. */
final class CorpusLimits {
  private static final int SHOWN_RECORDS = 3;

  private CorpusLimits() {}

  /**
   * Checks how many records were damaged. The records stay, so that after another choice nothing is
   * read again.
   *
   * @param maxBadFraction share of records that may be damaged
   * @param read counts of the records stage
   * @param records its table, for examples in the message
   * @throws KindlingException if too many records are damaged
   */
  static void checkDamaged(
      double maxBadFraction, Map<String, Long> read, SparkSession session, Path records) {
    long all = read.get(CorpusCounts.RECORDS);
    long damaged = read.get(CorpusCounts.DAMAGED);
    if (damaged > maxBadFraction * all) {
      String shown =
          CorpusTables.records(session, records)
              .where(col("damaged"))
              .select("source", "offset", "reason", "detail")
              .orderBy("source", "offset", "reason")
              .limit(SHOWN_RECORDS)
              .collectAsList()
              .stream()
              .map(CorpusLimits::line)
              .collect(Collectors.joining());
      throw new KindlingException(
          ExitCode.BAD_DATA,
          String.format(
              Locale.ROOT,
              "%,d of %,d records are damaged, a share of %.4f; corpus.max-bad-fraction allows"
                  + " %s. The first are:%s%nAll are listed in %s (Parquet) as damaged. Repair or"
                  + " remove them and read again, or raise corpus.max-bad-fraction.",
              damaged,
              all,
              damaged / (double) all,
              maxBadFraction,
              shown,
              records));
    }
  }

  /**
   * Checks that something is left.
   *
   * @param totals what became of the records
   * @param ledger where the drop ledger is, already written
   * @throws KindlingException if no document was kept
   */
  static void checkKept(CorpusTotals totals, Path ledger) {
    if (totals.count(CorpusCounts.DOCUMENTS) == 0) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          String.format(
              Locale.ROOT,
              "No document is left of %,d records; dropped by reason: %s. Each is listed in %s"
                  + " (Parquet). Correct corpus.inputs, or loosen corpus.rules.",
              totals.count(CorpusCounts.RECORDS),
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
