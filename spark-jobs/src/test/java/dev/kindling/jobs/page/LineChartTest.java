package dev.kindling.jobs.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

class LineChartTest {
  @Test
  void shouldSayThatThereAreNoPoints() {
    assertThat(chart().line("a", new double[0], new double[0]).level("base", 3).render())
        .contains("No data points yet.")
        .doesNotContain("<svg");
  }

  @Test
  void shouldDrawASinglePoint() {
    Element svg = svg(chart().line("a", new double[] {5}, new double[] {2}));

    assertThat(svg.select("path.series").attr("d")).matches("M[0-9.]+ [0-9.]+m-2 0h4m-2 -2v4");
    assertInside(svg);
  }

  @Test
  void shouldLeaveAGapWhereAValueIsNotFinite() {
    double[] ys = {4, Double.NaN, 3, 2, Double.POSITIVE_INFINITY};
    Element svg = svg(chart().line("a", new double[] {1, 2, 3, 4, 5}, ys));

    assertThat(svg.select("path.series").attr("d")).matches("M[^ML]*M[^ML]*L[^ML]*");
    assertThat(svg.outerHtml()).doesNotContain("NaN", "Infinity");
  }

  @Test
  void shouldDrawNothingForASeriesOfNaN() {
    double[] none = {Double.NaN, Double.NaN};
    assertThat(chart().line("a", new double[] {1, 2}, none).render())
        .contains("No data points yet.");
  }

  @Test
  void shouldKeepLevelsAndMarksInside() {
    Element svg =
        svg(
            chart()
                .line("a", new double[] {1, 2}, new double[] {4, 3})
                .level("base", 9)
                .level("absent", Double.NaN)
                .mark("end", 2, 1));

    assertThat(svg.select("path.level")).hasSize(1);
    assertThat(svg.select("path.mark")).hasSize(1);
    assertInside(svg);
    assertThat(svg.attr("aria-label")).isEqualTo("Title; a from 4 to 3; base 9; end 1");
  }

  @Test
  void shouldAverageManyPoints() {
    double[] xs = IntStream.range(0, 10_000).asDoubleStream().toArray();
    Element svg = svg(chart().line("a", xs, xs));

    assertThat(svg.select("path.series").attr("d").split("L", -1)).hasSize(400);
    assertInside(svg);
  }

  private static LineChart chart() {
    return new LineChart("Title", "step", "loss");
  }

  private static Element svg(LineChart chart) {
    return Jsoup.parse(chart.render(), Parser.xmlParser()).selectFirst("figure > svg");
  }

  /** Every absolute point of every path lies on the plot. */
  private static void assertInside(Element svg) {
    for (Element path : svg.select("path.series, path.mark, path.level")) {
      for (String point : path.attr("d").split("[ML]", -1)) {
        if (!point.isEmpty()) {
          String[] numbers = point.split("[ hHm]", -1);
          assertThat(Double.parseDouble(numbers[0])).isBetween(60.0, 620.0);
          assertThat(Double.parseDouble(numbers[1])).isBetween(12.0, 236.0);
        }
      }
    }
  }
}
