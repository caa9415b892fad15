package dev.kindling.jobs.corpus;

import dev.kindling.jobs.storage.Workspace;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The documents of one file of {@link CorpusTables#JUDGED} that are still kept, merged with the
 * verdicts on them, both in the order of ids. Holds one document at a time, and no text crosses the
 * network.
 */
final class KeptDocuments implements Iterator<Row> {
  private final Iterator<Row> documents;
  private final Iterator<Row> verdicts;
  private final BiFunction<Row, Row, Row> made;
  private Row verdict;
  private Row next;

  /**
   * Opens both files.
   *
   * @param judged directory of the table
   * @param verdicts directory of {@link CorpusTables#VERDICTS}, of as many files
   * @param file number of the file in both
   * @param made makes a row of a document and the verdict on it, which is null where there is none
   */
  KeptDocuments(
      Workspace workspace,
      String judged,
      String verdicts,
      int file,
      BiFunction<Row, Row, Row> made) {
    this.documents = ParquetRows.open(workspace, new Path(judged), file, columns());
    this.verdicts = ParquetRows.open(workspace, new Path(verdicts), file, CorpusTables.VERDICTS);
    this.made = made;
    advance();
  }

  private static StructType columns() {
    StructType columns = new StructType();
    for (String name :
        new String[] {
          "id",
          "source",
          "offset",
          "uri",
          "text",
          "language",
          "language_score",
          "characters",
          "reason"
        }) {
      columns = columns.add(CorpusTables.JUDGED.apply(name));
    }
    return columns;
  }

  @Override
  public boolean hasNext() {
    while (next == null && documents.hasNext()) {
      Row document = documents.next();
      if (document.getAs("reason") == null) {
        Row found = verdict(document.getAs("id"));
        if (found == null || found.getAs("reason") == null) {
          next = made.apply(document, found);
        }
      }
    }
    return next != null;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row result = next;
    next = null;
    return result;
  }

  private Row verdict(String id) {
    while (verdict != null && verdict.<String>getAs("id").compareTo(id) < 0) {
      advance();
    }
    return verdict != null && verdict.getAs("id").equals(id) ? verdict : null;
  }

  private void advance() {
    verdict = verdicts.hasNext() ? verdicts.next() : null;
  }
}
