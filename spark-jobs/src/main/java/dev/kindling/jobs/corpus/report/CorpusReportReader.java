package dev.kindling.jobs.corpus.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.jobs.corpus.CorpusTables;
import dev.kindling.jobs.corpus.report.CorpusReport.Clusters;
import dev.kindling.jobs.corpus.report.CorpusReport.Sample;
import dev.kindling.jobs.stage.Input.Upstream;
import dev.kindling.jobs.stage.Json;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Manifest;
import dev.kindling.jobs.stage.StageContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Gathers what the report shows: counts from the manifests, the rest from the tables. */
final class CorpusReportReader {
  private static final List<Upstream> STAGES = List.of(Layout.RECORDS, Layout.CORPUS);

  private final StageContext context;
  private final Dataset<Row> records;
  private final Dataset<Row> documents;
  private final Dataset<Row> dropped;
  private final Dataset<Row> edits;

  CorpusReportReader(StageContext context) throws IOException {
    this.context = context;
    this.records = CorpusTables.records(context.session(), path(Layout.RECORDS.directory()));
    this.documents = CorpusTables.documents(context.session(), path(Layout.CORPUS.directory()));
    this.dropped = CorpusTables.dropped(context.session(), path(CorpusTables.DROPPED_DIRECTORY));
    this.edits = CorpusTables.edits(context.session(), path(CorpusTables.EDITS_DIRECTORY));
  }

  CorpusReport read() throws IOException {
    Manifest read = context.upstream(Layout.RECORDS.directory());
    Manifest kept = context.upstream(Layout.CORPUS.directory());
    Map<String, Long> counts = new LinkedHashMap<>(read.counts());
    counts.putAll(kept.counts());
    SortedMap<String, Long> quarantined = new TreeMap<>(read.dropped());
    SortedMap<String, Long> byRules = new TreeMap<>(kept.dropped());
    byRules.keySet().removeAll(quarantined.keySet());
    SortedMap<String, Long> edited = byReason(edits);
    List<Sample> samples = new ArrayList<>(DropSamples.dropped(dropped, records, byRules.keySet()));
    samples.addAll(DropSamples.edited(edits, edited.keySet()));
    Map<String, Double> seconds = new LinkedHashMap<>();
    Map<String, Double> steps = new LinkedHashMap<>();
    for (Upstream stage : STAGES) {
      JsonNode timing = timing(stage);
      seconds.put(stage.stage(), timing.path("seconds").asDouble());
      timing
          .path("steps")
          .fields()
          .forEachRemaining(
              step -> steps.put(stage.stage() + ", " + step.getKey(), step.getValue().asDouble()));
    }
    return new CorpusReport(
        counts,
        quarantined,
        byRules,
        edited,
        samples,
        lengths(),
        languages(),
        clusters(),
        seconds,
        steps,
        provenance(read, kept),
        new String(context.workspace().read(config()), UTF_8));
  }

  private static SortedMap<String, Long> byReason(Dataset<Row> table) {
    SortedMap<String, Long> counts = new TreeMap<>();
    table
        .groupBy("reason")
        .count()
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }

  private SortedMap<Integer, Long> lengths() {
    SortedMap<Integer, Long> lengths = new TreeMap<>();
    documents
        .groupBy(floor(log2(length(col("text")).cast("double"))).cast("int"))
        .count()
        .collectAsList()
        .forEach(row -> lengths.put(1 << row.getInt(0), row.getLong(1)));
    return lengths;
  }

  private Map<String, Long> languages() {
    Column language = coalesce(col("language"), lit("")).as("language");
    Map<String, Long> languages = new LinkedHashMap<>();
    documents
        .groupBy(language)
        .agg(count(lit(1)).as("documents"))
        .orderBy(col("documents").desc(), col("language"))
        .collectAsList()
        .forEach(row -> languages.put(row.getString(0), row.getLong(1)));
    return languages;
  }

  private Clusters clusters() {
    return new Clusters(
        documents.where(col("cluster").isNotNull()).count(),
        dropped.where(col("cluster").isNotNull()).count());
  }

  private JsonNode timing(Upstream stage) throws IOException {
    Path file = path(stage.directory() + "/timing.json");
    return context.workspace().exists(file)
        ? Json.parse(context.workspace().read(file))
        : Json.object();
  }

  private static Map<String, String> provenance(Manifest read, Manifest kept) {
    Map<String, String> hashes = new LinkedHashMap<>();
    read.inputs().forEach(input -> hashes.put("raw " + input.path(), input.fingerprint()));
    hashes.put(Layout.RECORDS.stage(), read.fingerprint());
    hashes.put(Layout.CORPUS.stage(), kept.fingerprint());
    return hashes;
  }

  private Path config() throws IOException {
    return path(Layout.CORPUS.directory() + "/config.yaml");
  }

  private Path path(String name) throws IOException {
    return context.workspace().path(name);
  }
}
