package dev.kindling.train.report;

import static org.apache.spark.sql.functions.col;

import dev.kindling.jobs.corpus.CorpusTables;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.StageContext;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Row;

/** Excerpts of documents that the model has never seen. */
final class HeldOutSamples {
  private static final int DOCUMENTS = 2;
  private static final int CHARACTERS = 600;

  private HeldOutSamples() {}

  /** The first held-out documents in the order of ids, which is as good as by lot. */
  static List<RunData.Sample> read(StageContext context) throws IOException {
    return CorpusTables.documents(
            context.session(), context.workspace().path(Layout.CORPUS.directory()))
        .where(col("heldout"))
        .orderBy("id")
        .limit(DOCUMENTS)
        .select("source", "text")
        .collectAsList()
        .stream()
        .map(HeldOutSamples::sample)
        .toList();
  }

  private static RunData.Sample sample(Row row) {
    return new RunData.Sample(
        "Held-out document from " + row.getString(0), excerpt(row.getString(1)));
  }

  /** The text's beginning, cut at a blank where there is one. */
  static String excerpt(String text) {
    if (text.length() <= CHARACTERS) {
      return text;
    }
    int blank = text.lastIndexOf(' ', CHARACTERS);
    int end = blank > CHARACTERS / 2 ? blank : CHARACTERS;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + " …";
  }
}
