package dev.kindling.jobs.corpus;

import dev.kindling.corpus.HeldOut;
import dev.kindling.jobs.storage.Workspace;
import java.util.Iterator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The task that makes one file of {@link CorpusTables#DOCUMENTS}. */
final class DocumentTask implements FlatMapFunction<Iterator<Integer>, Row> {
  private final Workspace workspace;
  private final String judged;
  private final String verdicts;
  private final double heldOutFraction;

  /**
   * A task.
   *
   * @param judged directory of {@link CorpusTables#JUDGED}
   * @param verdicts directory of {@link CorpusTables#VERDICTS}, of as many files
   */
  DocumentTask(Workspace workspace, Path judged, Path verdicts, double heldOutFraction) {
    this.workspace = workspace;
    this.judged = judged.toString();
    this.verdicts = verdicts.toString();
    this.heldOutFraction = heldOutFraction;
  }

  @Override
  public Iterator<Row> call(Iterator<Integer> files) {
    return new KeptDocuments(workspace, judged, verdicts, files.next(), this::row);
  }

  private Row row(Row document, Row verdict) {
    String id = document.getAs("id");
    return RowFactory.create(
        id,
        document.getAs("source"),
        document.getAs("offset"),
        document.getAs("uri"),
        document.getAs("text"),
        document.getAs("language"),
        document.getAs("language_score"),
        verdict == null ? null : verdict.getAs("cluster"),
        HeldOut.contains(id, heldOutFraction));
  }
}
