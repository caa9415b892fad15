package dev.kindling.jobs.vocab;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.kindling.jobs.corpus.CorpusCounts;
import dev.kindling.jobs.corpus.CorpusTables;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.StageContext;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The documents of the corpus that are not held out. */
final class CorpusTexts implements TextSource {
  private static final String DOCUMENTS = Layout.CORPUS.directory();

  @Override
  public List<Input> inputs() {
    return List.of(Layout.CORPUS);
  }

  @Override
  public Dataset<Row> texts(StageContext context) throws IOException {
    return CorpusTables.documents(context.session(), context.workspace().path(DOCUMENTS))
        .where(not(col("heldout")))
        .select("text");
  }

  @Override
  public long bytes(StageContext context) {
    return context.upstream(DOCUMENTS).counts().get(CorpusCounts.BYTES);
  }

  @Override
  public String remedy() {
    return "Add text to corpus.inputs, or lower corpus.held-out-fraction.";
  }
}
