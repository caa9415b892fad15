package dev.kindling.jobs.corpus;

import dev.kindling.jobs.storage.Workspace;
import java.util.Iterator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The task that reads the texts of one file that are still kept: id, text, characters. */
final class TextTask implements FlatMapFunction<Iterator<Integer>, Row> {
  private final Workspace workspace;
  private final String judged;
  private final String verdicts;

  /**
   * A task.
   *
   * @param judged directory of {@link CorpusTables#JUDGED}
   * @param verdicts directory of {@link CorpusTables#VERDICTS}, of as many files
   */
  TextTask(Workspace workspace, Path judged, Path verdicts) {
    this.workspace = workspace;
    this.judged = judged.toString();
    this.verdicts = verdicts.toString();
  }

  @Override
  public Iterator<Row> call(Iterator<Integer> files) {
    return new KeptDocuments(
        workspace,
        judged,
        verdicts,
        files.next(),
        (document, verdict) ->
            RowFactory.create(
                document.getAs("id"), document.getAs("text"), document.getAs("characters")));
  }
}
