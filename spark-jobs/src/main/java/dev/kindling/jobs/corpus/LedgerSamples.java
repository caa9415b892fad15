package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.functions.col;

import dev.kindling.jobs.stage.Console;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Shows, for each reason, a few of the documents that were dropped and of the edits made. */
final class LedgerSamples {
  private static final int EXAMPLES = 2;
  private static final int SHOWN_CHARACTERS = 160;

  private final Console console;

  LedgerSamples(Console console) {
    this.console = console;
  }

  /**
   * Prints them.
   *
   * @param dropped of {@link CorpusTables#DROPPED}, small
   * @param edits of {@link CorpusTables#EDITS}, small
   * @param records of {@link CorpusTables#RECORDS}, for the texts
   */
  void show(Dataset<Row> dropped, Dataset<Row> edits, Dataset<Row> records) {
    Map<String, List<Row>> byReason = firstOfEach(dropped.orderBy("id").collectAsList());
    Map<String, String> texts = texts(byReason, records);
    if (!byReason.isEmpty()) {
      console.line("Dropped, for example:");
    }
    byReason.forEach(
        (reason, rows) -> {
          console.line("  %s", reason);
          for (Row row : rows) {
            console.line("    %s: %s", row.getAs("uri"), why(row));
            String text = texts.get(row.<String>getAs("id"));
            if (text != null) {
              console.line("      \"%s\"", shown(text));
            }
          }
        });
    Map<String, List<Row>> changes = firstOfEach(edits.orderBy("id", "number").collectAsList());
    if (!changes.isEmpty()) {
      console.line("Changed, for example:");
    }
    changes.forEach(
        (reason, rows) -> {
          console.line("  %s", reason);
          rows.forEach(
              row ->
                  console.line(
                      "    \"%s\" -> \"%s\"",
                      shown(row.getAs("removed")), shown(row.getAs("inserted"))));
        });
  }

  private static Map<String, List<Row>> firstOfEach(List<Row> rows) {
    Map<String, List<Row>> byReason = new TreeMap<>();
    for (Row row : rows) {
      List<Row> first = byReason.computeIfAbsent(row.getAs("reason"), reason -> new ArrayList<>());
      if (first.size() < EXAMPLES) {
        first.add(row);
      }
    }
    return byReason;
  }

  private static Map<String, String> texts(Map<String, List<Row>> rows, Dataset<Row> records) {
    Object[] ids =
        rows.values().stream().flatMap(List::stream).map(row -> row.<String>getAs("id")).toArray();
    Map<String, String> texts = new HashMap<>();
    for (Row row :
        records
            .where(col("id").isin(ids).and(col("text").isNotNull()))
            .select("id", "text")
            .collectAsList()) {
      texts.put(row.getString(0), row.getString(1));
    }
    return texts;
  }

  private static String why(Row dropped) {
    StringBuilder why = new StringBuilder();
    if (dropped.getAs("value") != null) {
      why.append(
          "%.4g against a threshold of %.4g"
              .formatted(dropped.<Double>getAs("value"), dropped.<Double>getAs("threshold")));
    }
    String detail = dropped.getAs("detail");
    if (detail != null) {
      why.append(why.isEmpty() ? "" : "; ").append(detail);
    }
    return why.toString();
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\s+", " ");
    if (line.length() <= SHOWN_CHARACTERS) {
      return line;
    }
    int end = SHOWN_CHARACTERS;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end)
        + "...";
  }
}
