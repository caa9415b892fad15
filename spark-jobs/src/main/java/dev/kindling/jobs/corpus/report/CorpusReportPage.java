package dev.kindling.jobs.corpus.report;

import static dev.kindling.jobs.page.Markup.duration;
import static dev.kindling.jobs.page.Markup.number;
import static dev.kindling.jobs.page.Markup.percent;

import dev.kindling.jobs.corpus.CorpusCounts;
import dev.kindling.jobs.corpus.report.CorpusReport.Sample;
import dev.kindling.jobs.page.Page;
import dev.kindling.jobs.page.Page.Bar;
import dev.kindling.jobs.page.Page.Bar.Kind;
import dev.kindling.jobs.page.Page.Figure;
import dev.kindling.jobs.page.Page.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the report of a corpus as one page. */
final class CorpusReportPage {
  private static final int LANGUAGES_SHOWN = 15;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private final CorpusReport corpus;
  private final Page page = new Page("Kindling", "Corpus");

  private CorpusReportPage(CorpusReport corpus) {
    this.corpus = corpus;
  }

  /** The whole page. */
  static String render(CorpusReport corpus) {
    return new CorpusReportPage(corpus).render();
  }

  private String render() {
    page.headline(headline());
    addFunnel();
    addSamples("What rules dropped", corpus.dropped(), "documents");
    addSamples("What rules changed", corpus.edited(), "edits");
    addLengths();
    addLanguages();
    addTimes();
    page.section("Provenance").table(List.of(), corpus.provenance(), Values.HASHES);
    page.section("Settings").preformatted(corpus.settings());
    return page.html();
  }

  private List<Figure> headline() {
    double records = corpus.count(CorpusCounts.RECORDS);
    double documents = corpus.count(CorpusCounts.DOCUMENTS);
    double megabytes = corpus.count(CorpusCounts.BYTES) / BYTES_PER_MEGABYTE;
    double seconds = corpus.seconds().values().stream().mapToDouble(Double::doubleValue).sum();
    return List.of(
        new Figure(
            "records read",
            number(records),
            "in %s files".formatted(number((double) corpus.count(CorpusCounts.FILES)))),
        new Figure(
            "documents kept", number(documents), percent(documents / records) + " of the records"),
        new Figure(
            "text kept",
            number(megabytes) + " MB",
            number((double) corpus.count(CorpusCounts.CHARACTERS)) + " characters"),
        new Figure(
            "repeats dropped",
            number((double) corpus.clusters().repeats()),
            "of %s kept documents".formatted(number((double) corpus.clusters().keepers()))),
        new Figure(
            "time",
            duration(seconds),
            "%s MB of kept text a second".formatted(number(megabytes / seconds))));
  }

  private void addFunnel() {
    double records = corpus.count(CorpusCounts.RECORDS);
    double heldOut = corpus.count(CorpusCounts.HELD_OUT_DOCUMENTS);
    List<Bar> bars = new ArrayList<>();
    bars.add(new Bar("read", records, Kind.READ));
    addDrops(bars, "no document: ", corpus.quarantined());
    addDrops(bars, "dropped: ", corpus.dropped());
    bars.add(
        new Bar("kept for training", corpus.count(CorpusCounts.DOCUMENTS) - heldOut, Kind.KEPT));
    bars.add(new Bar("kept, held out", heldOut, Kind.KEPT));
    page.section("What became of the records").bars("records", bars, records);
  }

  private static void addDrops(List<Bar> bars, String kind, Map<String, Long> byReason) {
    byReason.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(reason -> new Bar(kind + reason.getKey(), reason.getValue(), Kind.DROPPED))
        .forEach(bars::add);
  }

  private void addSamples(String title, Map<String, Long> byReason, String counted) {
    if (byReason.isEmpty()) {
      return;
    }
    page.section(title);
    for (Sample sample : corpus.samples()) {
      Long count = byReason.get(sample.reason());
      if (count != null) {
        String caption =
            "%s (%s %s) – %s"
                .formatted(sample.reason(), number((double) count), counted, sample.caption());
        page.sample(caption, sample.text());
      }
    }
  }

  private void addLengths() {
    List<Bar> bars = new ArrayList<>();
    corpus
        .lengths()
        .forEach(
            (from, documents) -> {
              String range =
                  "%s to %s characters".formatted(number((double) from), number(2.0 * from - 1));
              bars.add(new Bar(range, documents, Kind.KEPT));
            });
    addKept("Lengths", bars);
  }

  private void addLanguages() {
    List<Bar> bars = new ArrayList<>();
    long others = 0;
    for (Map.Entry<String, Long> language : corpus.languages().entrySet()) {
      if (bars.size() < LANGUAGES_SHOWN) {
        String code = language.getKey().isEmpty() ? "not known" : language.getKey();
        bars.add(new Bar(code, language.getValue(), Kind.KEPT));
      } else {
        others += language.getValue();
      }
    }
    if (others > 0) {
      bars.add(new Bar("others", others, Kind.KEPT));
    }
    addKept("Languages", bars);
  }

  private void addKept(String title, List<Bar> bars) {
    page.section(title).bars("documents kept", bars, (double) corpus.count(CorpusCounts.DOCUMENTS));
  }

  private void addTimes() {
    Map<String, String> rows = new LinkedHashMap<>();
    corpus.seconds().forEach((stage, seconds) -> rows.put(stage, duration(seconds)));
    corpus.steps().forEach((step, seconds) -> rows.put(step, duration(seconds)));
    page.section("Time").table(List.of("stage, step", "took"), rows, Values.NUMBERS);
  }
}
