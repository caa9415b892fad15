package dev.kindling.jobs.corpus;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.dedup.ContentHash;
import dev.kindling.corpus.dedup.RepeatedUnits;
import dev.kindling.jobs.corpus.dedup.RepeatedText;
import dev.kindling.jobs.storage.Workspace;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The task that cuts repeated pieces out of the documents of one file of {@link
 * CorpusTables#JUDGED}: rows of the same table, in the same order, one at a time.
 */
final class CutTask implements FlatMapFunction<Iterator<Integer>, Row> {
  private final Workspace workspace;
  private final String judged;
  private final String repeats;
  private final RepeatedUnits cutting;

  /**
   * A task.
   *
   * @param judged directory of the table
   * @param repeats directory of {@link RepeatedText#BY_DOCUMENT}, of as many files; none of its
   *     documents is dropped already
   * @param cutting what is cut, and what is left too short
   */
  CutTask(Workspace workspace, Path judged, Path repeats, RepeatedUnits cutting) {
    this.workspace = workspace;
    this.judged = judged.toString();
    this.repeats = repeats.toString();
    this.cutting = cutting;
  }

  @Override
  public Iterator<Row> call(Iterator<Integer> files) {
    int file = files.next();
    Iterator<Row> documents =
        ParquetRows.open(workspace, new Path(judged), file, CorpusTables.JUDGED);
    Iterator<Row> found =
        ParquetRows.open(workspace, new Path(repeats), file, RepeatedText.BY_DOCUMENT);
    return new Iterator<>() {
      private Row repeat = found.hasNext() ? found.next() : null;

      @Override
      public boolean hasNext() {
        return documents.hasNext();
      }

      @Override
      public Row next() {
        Row document = documents.next();
        if (repeat == null || !repeat.getAs("id").equals(document.getAs("id"))) {
          return document;
        }
        Row result = cut(document, repeat.getAs("repeats"));
        repeat = found.hasNext() ? found.next() : null;
        return result;
      }
    };
  }

  private Row cut(Row document, Row[] rows) {
    List<RepeatedUnits.Repeat> pieces =
        Arrays.stream(rows)
            .map(row -> new RepeatedUnits.Repeat((int) row.getLong(0), row.getLong(1)))
            .toList();
    Decision decision = cutting.decide(document.getAs("text"), pieces);
    if (decision instanceof Decision.Edit edit) {
      Stream<Row> made = edit.edits().stream().map(RuleTask::row);
      return changed(document, edit.text(), null, made);
    }
    return changed(document, null, (Decision.Drop) decision, Stream.empty());
  }

  private static Row changed(Row document, String text, Decision.Drop drop, Stream<Row> moreEdits) {
    Row[] before = document.getAs("edits");
    return RowFactory.create(
        document.getAs("id"),
        document.getAs("source"),
        document.getAs("offset"),
        document.getAs("uri"),
        text,
        document.getAs("language"),
        document.getAs("language_score"),
        text == null ? null : ContentHash.of(text),
        text == null ? 0L : (long) text.codePointCount(0, text.length()),
        drop == null ? null : drop.reason(),
        drop == null ? null : drop.value(),
        drop == null ? null : drop.threshold(),
        null,
        null,
        Stream.concat(Arrays.stream(before), moreEdits).toArray(Row[]::new));
  }
}
