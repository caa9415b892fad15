package dev.kindling.jobs.corpus;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import dev.kindling.corpus.Language;
import dev.kindling.corpus.TextEdit;
import dev.kindling.corpus.dedup.ContentHash;
import dev.kindling.corpus.filter.Outcome;
import dev.kindling.corpus.filter.Rule;
import dev.kindling.corpus.filter.Rules;
import dev.kindling.jobs.storage.Workspace;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The task that applies the rules to one file of records: rows of {@link CorpusTables#RECORDS} to
 * rows of {@link CorpusTables#JUDGED}, one at a time and in the same order.
 */
final class RuleTask implements FlatMapFunction<Iterator<Integer>, Row> {
  /** A document without text, whatever the rules are. */
  static final String EMPTY = "empty-text";

  private final Workspace workspace;
  private final String records;
  private final Map<String, Map<String, Object>> rules;
  private final Broadcast<RuleFiles> ruleFiles;

  /**
   * A task.
   *
   * @param records the directory of the table
   * @param rules resolved
   * @param ruleFiles the files that they name
   */
  RuleTask(
      Workspace workspace,
      Path records,
      Map<String, Map<String, Object>> rules,
      Broadcast<RuleFiles> ruleFiles) {
    this.workspace = workspace;
    this.records = records.toString();
    this.rules = rules;
    this.ruleFiles = ruleFiles;
  }

  @Override
  public Iterator<Row> call(Iterator<Integer> files) {
    Iterator<Row> rows =
        ParquetRows.open(workspace, new Path(records), files.next(), CorpusTables.RECORDS);
    List<Rule> built = Rules.of(rules, ruleFiles.value());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        return judge(rows.next(), built);
      }
    };
  }

  static Row judge(Row record, List<Rule> rules) {
    if (record.getAs("reason") != null) {
      return quarantined(record);
    }
    String code = record.getAs("language");
    Document document =
        new Document(
            record.getAs("id"),
            record.getAs("source"),
            record.getAs("offset"),
            record.getAs("uri"),
            record.getAs("text"),
            code == null ? Language.UNKNOWN : new Language(code, record.getAs("language_score")));
    Outcome outcome = Rules.apply(rules, document);
    boolean empty = outcome.document().text().isBlank();
    Decision.Drop drop = outcome.drop().orElse(empty ? new Decision.Drop(EMPTY, 0, 1) : null);
    return row(record, drop == null ? outcome.document().text() : null, drop, outcome.edits());
  }

  private static Row row(Row record, String text, Decision.Drop drop, List<TextEdit> edits) {
    return RowFactory.create(
        record.getAs("id"),
        record.getAs("source"),
        record.getAs("offset"),
        record.getAs("uri"),
        text,
        record.getAs("language"),
        record.getAs("language_score"),
        text == null ? null : ContentHash.of(text),
        text == null ? 0L : (long) text.codePointCount(0, text.length()),
        drop == null ? null : drop.reason(),
        drop == null ? null : drop.value(),
        drop == null ? null : drop.threshold(),
        drop == null || drop.detail().isEmpty() ? null : drop.detail(),
        null,
        edits.stream().map(RuleTask::row).toArray(Row[]::new));
  }

  /** A row of {@link CorpusTables#EDIT}. */
  static Row row(TextEdit edit) {
    return RowFactory.create(
        edit.reason(),
        (long) edit.offset(),
        edit.removed(),
        edit.inserted(),
        edit.value(),
        edit.threshold());
  }

  private static Row quarantined(Row record) {
    return RowFactory.create(
        record.getAs("id"),
        record.getAs("source"),
        record.getAs("offset"),
        record.getAs("uri"),
        null,
        null,
        null,
        null,
        0L,
        record.getAs("reason"),
        null,
        null,
        record.getAs("detail"),
        record.getAs("sha256"),
        null);
  }
}
