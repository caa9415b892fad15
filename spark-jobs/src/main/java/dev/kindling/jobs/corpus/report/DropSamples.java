package dev.kindling.jobs.corpus.report;

import static org.apache.spark.sql.functions.col;

import dev.kindling.jobs.corpus.report.CorpusReport.Sample;
import dev.kindling.jobs.page.Markup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A few texts for each reason, the first in the order of ids: ids are hashes, so as by lot. */
final class DropSamples {
  private static final int PER_REASON = 3;
  private static final int CHARACTERS = 400;

  private DropSamples() {}

  /** The beginnings of dropped documents, as they were before any rule. */
  static List<Sample> dropped(
      Dataset<Row> dropped, Dataset<Row> records, Collection<String> reasons) {
    List<Row> chosen = new ArrayList<>();
    for (String reason : reasons) {
      chosen.addAll(
          dropped
              .where(col("reason").equalTo(reason))
              .select("reason", "id", "source", "offset", "value", "threshold", "detail")
              .orderBy("id")
              .limit(PER_REASON)
              .collectAsList());
    }
    Map<String, String> texts =
        texts(records, chosen.stream().map(row -> row.getString(1)).toList());
    return chosen.stream()
        .map(
            row ->
                new Sample(
                    row.getString(0), caption(row), texts.getOrDefault(row.getString(1), "")))
        .toList();
  }

  /** What edits took away and put in its place. */
  static List<Sample> edited(Dataset<Row> edits, Collection<String> reasons) {
    List<Sample> samples = new ArrayList<>();
    for (String reason : reasons) {
      edits
          .where(col("reason").equalTo(reason))
          .orderBy("id", "number")
          .limit(PER_REASON)
          .select("id", "offset", "removed", "inserted")
          .collectAsList()
          .forEach(row -> samples.add(edit(reason, row)));
    }
    return samples;
  }

  private static Sample edit(String reason, Row row) {
    String inserted = row.getString(3);
    String caption = "document %s at character %,d".formatted(row.getString(0), row.getLong(1));
    String change = inserted.isEmpty() ? "" : " → " + inserted;
    return new Sample(reason, caption, excerpt(row.getString(2)).strip() + change);
  }

  private static Map<String, String> texts(Dataset<Row> records, List<String> ids) {
    Map<String, String> texts = new HashMap<>();
    records
        .where(col("id").isin(ids.toArray()).and(col("text").isNotNull()))
        .select(col("id"), col("text").substr(1, CHARACTERS + 1))
        .collectAsList()
        .forEach(row -> texts.put(row.getString(0), excerpt(row.getString(1))));
    return texts;
  }

  private static String caption(Row row) {
    StringBuilder caption = new StringBuilder(row.getString(2));
    if (row.getLong(3) > 0) {
      caption.append(" at ").append(row.getLong(3));
    }
    if (!row.isNullAt(4)) {
      caption.append(": ").append(Markup.number(row.getDouble(4)));
      caption.append(", the limit is ").append(Markup.number(row.getDouble(5)));
    }
    if (!row.isNullAt(6) && !row.getString(6).isEmpty()) {
      caption.append(". ").append(row.getString(6));
    }
    return caption.toString();
  }

  /** The text's beginning; never half a character. */
  private static String excerpt(String text) {
    if (text.length() <= CHARACTERS) {
      return text;
    }
    int end = CHARACTERS - (Character.isHighSurrogate(text.charAt(CHARACTERS - 1)) ? 1 : 0);
    return text.substring(0, end) + " …";
  }
}
