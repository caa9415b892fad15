package dev.kindling.train.report;

import static dev.kindling.jobs.page.Markup.duration;

import dev.kindling.jobs.page.LineChart;
import dev.kindling.jobs.page.Page;
import dev.kindling.jobs.page.Page.Bar;
import dev.kindling.jobs.page.Page.Bar.Kind;
import dev.kindling.jobs.page.Page.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a run as one page. */
final class ReportPage {
  private final RunData run;
  private final Page page;

  private ReportPage(RunData run) {
    this.run = run;
    this.page =
        new Page(
            (run.bert() ? "BERT" : "GPT") + (run.live() == null ? " pretraining" : " in training"),
            "Kindling run " + run.name(),
            run.live() == null ? 0 : LiveReport.REFRESH_SECONDS);
  }

  /** The whole page. */
  static String render(RunData run) {
    return new ReportPage(run).render();
  }

  private String render() {
    page.headline(Headline.of(run).figures());
    page.section("Training").charts(charts());
    addFunnel();
    addSamples();
    addTimings();
    page.section("Provenance").table(List.of(), run.provenance(), Values.HASHES);
    page.section("Settings").preformatted(run.settings());
    return page.html();
  }

  private List<LineChart> charts() {
    Metrics metrics = run.metrics();
    double[] steps = metrics.train("step");
    double[] pairLosses = metrics.train("nsp_loss");
    boolean pairs =
        run.bert()
            && (pairLosses.length == 0 || Arrays.stream(pairLosses).anyMatch(Double::isFinite));
    List<LineChart> charts = new ArrayList<>();
    charts.add(
        chart(run.bert() ? "Masked-token loss" : "Loss", "nats per token")
            .line("training", steps, metrics.train(pairs ? "mlm_loss" : "loss"))
            .level("unigram", Headline.unigramLoss(run))
            .mark("held-out", metrics.last("step"), Headline.heldOutLoss(run)));
    if (pairs) {
      charts.add(
          chart("Next-sentence loss", "nats per pair")
              .line("training", steps, pairLosses)
              .level("chance", Math.log(2))
              .mark("held-out", metrics.last("step"), Metrics.value(run.evaluation(), "nsp_loss")));
    }
    charts.add(
        chart("Learning rate", "learning rate")
            .line("learning rate", steps, metrics.train("learning_rate"))
            .fromZero());
    charts.add(
        chart("Throughput", "tokens per second")
            .line("tokens per second", steps, metrics.train("tokens_per_second"))
            .fromZero());
    if (metrics.workers() > 1) {
      charts.addAll(teamCharts(metrics, steps));
    }
    charts.add(
        chart("Gradient norm", "norm before clipping")
            .line("gradient norm", steps, metrics.train("grad_norm"))
            .fromZero());
    return charts;
  }

  /** What only a run of several workers has to show. */
  private List<LineChart> teamCharts(Metrics metrics, double[] steps) {
    double[][] speeds = metrics.range("worker_tokens_per_second");
    return List.of(
        chart("Speed of workers", "tokens per second of local steps")
            .line("slowest", steps, speeds[0])
            .line("fastest", steps, speeds[1])
            .fromZero(),
        chart("Time of a round", "seconds")
            .line("local steps", steps, metrics.train("compute_seconds"))
            .line("exchange and waiting", steps, metrics.train("sync_seconds"))
            .fromZero(),
        chart("Drift of workers", "distance from the round's start")
            .line("drift", steps, metrics.train("drift"))
            .fromZero());
  }

  private LineChart chart(String title, String yLabel) {
    return new LineChart(title, "optimizer step", yLabel).borders(run.metrics().phaseBorders());
  }

  private void addFunnel() {
    RunData.Funnel funnel = run.funnel();
    if (funnel.read() <= 0) {
      return;
    }
    List<Bar> bars = new ArrayList<>();
    bars.add(new Bar("read", funnel.read(), Kind.READ));
    funnel.dropped().entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(reason -> new Bar("dropped: " + reason.getKey(), reason.getValue(), Kind.DROPPED))
        .forEach(bars::add);
    bars.add(new Bar("kept for training", funnel.kept() - funnel.heldOut(), Kind.KEPT));
    bars.add(new Bar("kept, held out", funnel.heldOut(), Kind.KEPT));
    page.section("Corpus").bars("documents", bars, (double) funnel.read());
  }

  private void addSamples() {
    if (!run.samples().isEmpty()) {
      page.section("Samples");
      run.samples().forEach(sample -> page.sample(sample.caption(), sample.text()));
    }
  }

  private void addTimings() {
    if (!run.seconds().isEmpty()) {
      Map<String, String> rows = new LinkedHashMap<>();
      run.seconds().forEach((stage, seconds) -> rows.put(stage, duration(seconds)));
      page.section("Time").table(List.of("stage", "took"), rows, Values.NUMBERS);
    }
  }
}
