package dev.kindling.jobs.corpus;

import dev.kindling.corpus.dedup.RepeatedUnits;
import dev.kindling.corpus.dedup.TextUnit;
import dev.kindling.jobs.config.DeduplicationConfig;
import dev.kindling.jobs.config.RepeatedTextConfig;
import dev.kindling.jobs.corpus.dedup.RepeatedText;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Cuts paragraphs, then lines, that stand earlier in the corpus out of the documents that are left
 * after the search for duplicates.
 */
final class RepeatedTextCuts {
  /** The rule that cuts paragraphs, in the ledgers. */
  static final String PARAGRAPHS = "repeated-paragraphs";

  /** The rule that cuts lines, in the ledgers. */
  static final String LINES = "repeated-lines";

  private final DeduplicationConfig config;
  private final TableFiles tables;

  /**
   * Cuts; nothing happens yet.
   *
   * @param tables reads and writes the tables, file by file
   */
  RepeatedTextCuts(DeduplicationConfig config, TableFiles tables) {
    this.config = config;
    this.tables = tables;
  }

  /**
   * Writes the texts without what is repeated, where the config asks for it.
   *
   * @param judged directory of {@link CorpusTables#JUDGED}
   * @param verdicts directory of {@link CorpusTables#VERDICTS}, of as many files
   * @param scratch a folder for tables in between; the caller removes it
   * @return directory of {@link CorpusTables#JUDGED} after the cuts, the same where there are none
   */
  Path cut(Path judged, Path verdicts, Path scratch) throws IOException {
    Path left = cut(judged, verdicts, scratch, PARAGRAPHS, TextUnit.PARAGRAPH, config.paragraphs());
    return cut(left, verdicts, scratch, LINES, TextUnit.LINE, config.lines());
  }

  private Path cut(
      Path judged,
      Path verdicts,
      Path scratch,
      String rule,
      TextUnit unit,
      RepeatedTextConfig wanted)
      throws IOException {
    if (wanted == null) {
      return judged;
    }
    Dataset<Row> texts =
        tables.eachFile(new TextTask(tables.workspace(), judged, verdicts), Duplicates.WITH_TEXT);
    Path repeats = new Path(scratch, rule);
    tables.writeSorted(RepeatedText.find(texts, unit, wanted), repeats);
    Path left = new Path(scratch, "judged-" + rule);
    RepeatedUnits cutting = new RepeatedUnits(unit, rule, wanted.minimumDocumentCharacters());
    tables.writeEachFile(
        new CutTask(tables.workspace(), judged, repeats, cutting), CorpusTables.JUDGED, left);
    return left;
  }
}
