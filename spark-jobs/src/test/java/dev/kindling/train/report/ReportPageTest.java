package dev.kindling.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final String HOSTILE =
      "</style><script>alert(\"x\" & 'y')</script>\u0000<img src=x onerror=1>";

  @Test
  void shouldShowHeadlineFiguresBesideTheBaseline() {
    Document page = Jsoup.parse(ReportPage.render(SampleRun.bert(30)));

    assertThat(page.select(".headline").text())
        .contains(
            "4.710 nats",
            "1.502 below unigram (6.212)",
            "23.3 %",
            "67.1 %",
            "1,228,800",
            "300 steps");
  }

  @Test
  void shouldShowPerplexityAndBitsPerByteOfGpt() {
    RunData run =
        SampleRun.run(
            false,
            Metrics.parse("{\"event\":\"train\",\"step\":5,\"loss\":4.0,\"tokens\":100}"),
            SampleRun.json(
                "{\"loss\":3.9,\"perplexity\":49.402,\"bits_per_byte\":1.62,\"unigram_loss\":6.0}"));

    assertThat(Jsoup.parse(ReportPage.render(run)).select(".headline").text())
        .contains("3.900 nats", "2.100 below unigram", "49.4", "1.620");
  }

  @Test
  void shouldEscapeEveryTextFromData() {
    RunData run =
        new RunData(
            HOSTILE,
            false,
            Metrics.parse("{\"event\":\"train\",\"step\":5,\"loss\":4.0}"),
            MissingNode.getInstance(),
            new RunData.Funnel(10, Map.of(HOSTILE, 3L), 7, 1),
            List.of(new RunData.Sample(HOSTILE, HOSTILE)),
            Map.of(HOSTILE, 1.0),
            HOSTILE,
            Map.of(HOSTILE, HOSTILE),
            null);

    String html = ReportPage.render(run);

    assertThat(html).doesNotContain("<script", "<img", "\u0000");
    Document page = Jsoup.parse(html);
    assertThat(page.select("script, img")).isEmpty();
    assertThat(page.select("blockquote").text()).contains("<script>alert(\"x\" & 'y')</script>");
    assertThat(page.select("style")).hasSize(1);
  }

  @Test
  void shouldBeSelfContained() {
    String html = ReportPage.render(SampleRun.bert(30));

    assertThat(Jsoup.parse(html).select("link, script, [src], [href]")).isEmpty();
    assertThat(html).doesNotContain("url(", "@import", "http:", "https:");
  }

  @Test
  void shouldSayThatARunWasNotEvaluated() {
    Document page = Jsoup.parse(ReportPage.render(SampleRun.gpt(3)));

    assertThat(page.select(".headline").text()).contains("not evaluated yet");
    assertThat(page.select("svg .mark")).isEmpty();
  }

  @Test
  void shouldRenderARunWithoutAnyMetrics() {
    RunData run = SampleRun.run(true, Metrics.parse(""), MissingNode.getInstance());
    Document page = Jsoup.parse(ReportPage.render(run));

    assertThat(page.select(".chart .empty")).hasSize(5);
    assertThat(page.text()).doesNotContain("NaN", "Infinity");
  }

  @Test
  void shouldDrawALineWhereAPhaseBegins() {
    StringBuilder lines = new StringBuilder();
    for (int step = 10; step <= 50; step += 10) {
      lines.append(
          "{\"event\":\"train\",\"phase\":%d,\"step\":%d,\"loss\":4.0,\"mlm_loss\":3.5}%n"
              .formatted(step <= 30 ? 1 : 2, step));
    }
    RunData run = SampleRun.run(true, Metrics.parse(lines.toString()), MissingNode.getInstance());

    Document page = Jsoup.parse(ReportPage.render(run));

    Element chart = page.select(".chart svg").first();
    assertThat(chart.select(".border")).hasSize(1);
    assertThat(chart.select("text").eachText()).contains("phase 2");
    assertThat(chart.attr("aria-label")).contains("phase 2 begins after 30");
    assertThat(Jsoup.parse(ReportPage.render(SampleRun.bert(30))).select(".border")).isEmpty();
  }

  @Test
  void shouldListDropReasonsByCount() {
    Document page = Jsoup.parse(ReportPage.render(SampleRun.bert(3)));

    assertThat(page.select(".funnel tbody th").eachText())
        .containsExactly(
            "read",
            "dropped: gopher-quality",
            "dropped: duplicate",
            "dropped: truncated",
            "kept for training",
            "kept, held out");
    assertThat(page.select(".funnel tr").last().text()).contains("61", "2.0 %");
  }
}
