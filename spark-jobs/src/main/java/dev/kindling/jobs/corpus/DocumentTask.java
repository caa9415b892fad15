package dev.kindling.jobs.corpus;

import dev.kindling.corpus.HeldOut;
import dev.kindling.jobs.storage.Workspace;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * The task that merges one file of {@link CorpusTables#JUDGED} with the verdicts on its documents,
 * both in the order of ids, into rows of {@link CorpusTables#DOCUMENTS}. It holds one document at a
 * time, and no text crosses the network.
 */
final class DocumentTask implements FlatMapFunction<Iterator<Integer>, Row> {
  private final Workspace workspace;
  private final String judged;
  private final String verdicts;
  private final double heldOutFraction;

  /**
   * A task.
   *
   * @param judged the directory of the table
   * @param verdicts the directory of the table, of as many files
   */
  DocumentTask(Workspace workspace, Path judged, Path verdicts, double heldOutFraction) {
    this.workspace = workspace;
    this.judged = judged.toString();
    this.verdicts = verdicts.toString();
    this.heldOutFraction = heldOutFraction;
  }

  @Override
  public Iterator<Row> call(Iterator<Integer> files) {
    int file = files.next();
    return new Merge(
        ParquetRows.open(workspace, new Path(judged), file, columns()),
        ParquetRows.open(workspace, new Path(verdicts), file, CorpusTables.VERDICTS));
  }

  private static StructType columns() {
    StructType columns = new StructType();
    for (String name :
        new String[] {
          "id", "source", "offset", "uri", "text", "language", "language_score", "reason"
        }) {
      columns = columns.add(CorpusTables.JUDGED.apply(name));
    }
    return columns;
  }

  private final class Merge implements Iterator<Row> {
    private final Iterator<Row> documents;
    private final Iterator<Row> verdicts;
    private Row verdict;
    private Row next;

    Merge(Iterator<Row> documents, Iterator<Row> verdicts) {
      this.documents = documents;
      this.verdicts = verdicts;
      this.verdict = verdicts.hasNext() ? verdicts.next() : null;
    }

    @Override
    public boolean hasNext() {
      while (next == null && documents.hasNext()) {
        Row document = documents.next();
        if (document.getAs("reason") == null) {
          Row found = verdict(document.getAs("id"));
          if (found == null || found.getAs("reason") == null) {
            next = kept(document, found == null ? null : found.getAs("cluster"));
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
        verdict = verdicts.hasNext() ? verdicts.next() : null;
      }
      return verdict != null && verdict.getAs("id").equals(id) ? verdict : null;
    }
  }

  private Row kept(Row document, String cluster) {
    String id = document.getAs("id");
    return RowFactory.create(
        id,
        document.getAs("source"),
        document.getAs("offset"),
        document.getAs("uri"),
        document.getAs("text"),
        document.getAs("language"),
        document.getAs("language_score"),
        cluster,
        HeldOut.contains(id, heldOutFraction));
  }
}
