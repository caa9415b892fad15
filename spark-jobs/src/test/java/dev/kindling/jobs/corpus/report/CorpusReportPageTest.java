package dev.kindling.jobs.corpus.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.jobs.corpus.CorpusCounts;
import dev.kindling.jobs.corpus.report.CorpusReport.Clusters;
import dev.kindling.jobs.corpus.report.CorpusReport.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class CorpusReportPageTest {
  private static final String HOSTILE = "<script>alert(\"x\" & 'y')</script>\u0000";

  @Test
  void shouldShowWhatBecameOfTheRecords() {
    Document page = page(report("length.minimum-words", Map.of("eng", 80L)));

    assertThat(page.select(".funnel").first().select("tbody th").eachText())
        .containsExactly(
            "read",
            "no document: not-text",
            "dropped: length.minimum-words",
            "kept for training",
            "kept, held out");
    assertThat(page.select(".headline").text())
        .contains("100", "80", "80.0 % of the records", "2 MB", "7", "of 3 kept documents")
        .contains("10.0 s", "0.2000 MB of kept text a second");
  }

  @Test
  void shouldShowSamplesUnderTheirReason() {
    Document page = page(report("length.minimum-words", Map.of("eng", 80L)));

    assertThat(page.select(".sample figcaption").text())
        .isEqualTo("length.minimum-words (15 documents) – books/a.txt: 12, the limit is 50");
    assertThat(page.select(".sample blockquote").text()).isEqualTo("Too short.");
  }

  @Test
  void shouldSumUpRareLanguages() {
    Map<String, Long> languages = new LinkedHashMap<>();
    IntStream.range(0, 18).forEach(i -> languages.put("l" + i, 4L));

    List<String> rows = page(report("r", languages)).select("tr").eachText();

    assertThat(rows).anyMatch(row -> row.startsWith("l14 "));
    assertThat(rows).noneMatch(row -> row.startsWith("l15 "));
    assertThat(rows).anyMatch(row -> row.startsWith("others 12 "));
  }

  @Test
  void shouldEscapeEveryTextFromData() {
    String html = CorpusReportPage.render(report(HOSTILE, Map.of(HOSTILE, 80L)));

    assertThat(html).doesNotContain("<script", "\u0000");
  }

  private static Document page(CorpusReport report) {
    return Jsoup.parse(CorpusReportPage.render(report));
  }

  private static CorpusReport report(String reason, Map<String, Long> languages) {
    return new CorpusReport(
        Map.of(
            CorpusCounts.RECORDS, 100L,
            CorpusCounts.DOCUMENTS, 80L,
            CorpusCounts.HELD_OUT_DOCUMENTS, 8L,
            CorpusCounts.BYTES, 2_000_000L,
            CorpusCounts.RAW_BYTES, 10_000_000L,
            CorpusCounts.FILES, 4L),
        new TreeMap<>(Map.of("not-text", 5L)),
        new TreeMap<>(Map.of(reason, 15L)),
        new TreeMap<>(),
        List.of(new Sample(reason, "books/a.txt: 12, the limit is 50", "Too short.")),
        new TreeMap<>(Map.of(1024, 50L, 2048, 30L)),
        languages,
        new Clusters(3, 7),
        Map.of("records", 8.0, "corpus", 2.0),
        Map.of("corpus, rules", 1.5),
        Map.of(reason, "0123"),
        reason);
  }
}
