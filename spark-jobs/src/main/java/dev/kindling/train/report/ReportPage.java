package dev.kindling.train.report;

import static dev.kindling.train.report.Markup.duration;
import static dev.kindling.train.report.Markup.escape;
import static dev.kindling.train.report.Markup.number;
import static dev.kindling.train.report.Markup.percent;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Map;

/** Writes a run as one HTML page that needs nothing else: no scripts, no links to other files. */
final class ReportPage {
  private final RunData run;
  private final StringBuilder html = new StringBuilder();

  private ReportPage(RunData run) {
    this.run = run;
  }

  /** The whole page. */
  static String render(RunData run) {
    return new ReportPage(run).page();
  }

  private String page() {
    String title = "Kindling run " + escape(run.name());
    html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.append("<title>")
        .append(title)
        .append("</title>\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n");
    html.append("<header><p class=\"kind\">")
        .append(run.bert() ? "BERT" : "GPT")
        .append(" pretraining</p><h1>");
    html.append(title).append("</h1></header>\n<main>\n");
    Headline.of(run).appendTo(html);
    appendCharts();
    appendFunnel();
    appendSamples();
    appendTimings();
    appendProvenance();
    appendSettings();
    return html.append("</main>\n</body>\n</html>\n").toString();
  }

  private void appendCharts() {
    Metrics metrics = run.metrics();
    double[] steps = metrics.train("step");
    html.append("<section><h2>Training</h2>\n<div class=\"charts\">\n");
    String lossField = run.bert() ? "mlm_loss" : "loss";
    append(
        chart(run.bert() ? "Masked-token loss" : "Loss", "nats per token")
            .line("training", steps, metrics.train(lossField))
            .level("unigram", Headline.unigramLoss(run))
            .mark("held-out", metrics.last("step"), Headline.heldOutLoss(run)));
    if (run.bert()) {
      append(
          chart("Next-sentence loss", "nats per pair")
              .line("training", steps, metrics.train("nsp_loss"))
              .level("chance", Math.log(2))
              .mark("held-out", metrics.last("step"), Metrics.value(run.evaluation(), "nsp_loss")));
    }
    append(
        chart("Learning rate", "learning rate")
            .line("learning rate", steps, metrics.train("learning_rate"))
            .fromZero());
    append(
        chart("Throughput", "tokens per second")
            .line("tokens per second", steps, metrics.train("tokens_per_second"))
            .fromZero());
    append(
        chart("Gradient norm", "norm before clipping")
            .line("gradient norm", steps, metrics.train("grad_norm"))
            .fromZero());
    html.append("</div></section>\n");
  }

  private LineChart chart(String title, String yLabel) {
    return new LineChart(title, "optimizer step", yLabel).borders(run.metrics().phaseBorders());
  }

  private void append(LineChart chart) {
    html.append(chart.render());
  }

  private void appendFunnel() {
    RunData.Funnel funnel = run.funnel();
    if (funnel.read() <= 0) {
      return;
    }
    html.append(
        "<section><h2>Corpus</h2>\n<table class=\"funnel\"><thead><tr><th scope=\"col\">documents</th>");
    html.append("<th scope=\"col\" class=\"n\">count</th><th scope=\"col\" class=\"n\">share</th>");
    html.append("<td></td></tr></thead><tbody>\n");
    appendBar("read", funnel.read(), "read");
    funnel.dropped().entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(reason -> appendBar("dropped: " + reason.getKey(), reason.getValue(), "dropped"));
    appendBar("kept for training", funnel.kept() - funnel.heldOut(), "kept");
    appendBar("kept, held out", funnel.heldOut(), "kept");
    html.append("</tbody></table></section>\n");
  }

  private void appendBar(String label, long count, String kind) {
    double share = (double) count / run.funnel().read();
    html.append("<tr><th scope=\"row\">")
        .append(escape(label))
        .append("</th><td class=\"n\">")
        .append(number((double) count));
    html.append("</td><td class=\"n\">")
        .append(percent(share))
        .append("</td><td class=\"bar\"><div class=\"")
        .append(kind);
    html.append("\" style=\"width:")
        .append(Math.round(Math.max(0, Math.min(1, share)) * 1000) / 10.0);
    html.append("%\"></div></td></tr>\n");
  }

  private void appendSamples() {
    if (run.samples().isEmpty()) {
      return;
    }
    html.append("<section><h2>Samples</h2>\n");
    for (RunData.Sample sample : run.samples()) {
      html.append("<figure class=\"sample\"><figcaption>").append(escape(sample.caption()));
      html.append("</figcaption><blockquote>")
          .append(escape(sample.text()))
          .append("</blockquote></figure>\n");
    }
    html.append("</section>\n");
  }

  private void appendTimings() {
    if (run.seconds().isEmpty()) {
      return;
    }
    html.append("<section><h2>Time</h2>\n<table><thead><tr><th scope=\"col\">stage</th>");
    html.append("<th scope=\"col\" class=\"n\">took</th></tr></thead><tbody>\n");
    run.seconds().forEach((stage, seconds) -> appendRow(escape(stage), "n", duration(seconds)));
    html.append("</tbody></table></section>\n");
  }

  private void appendProvenance() {
    html.append("<section><h2>Provenance</h2>\n<table><tbody>\n");
    run.provenance().forEach((label, value) -> appendRow(escape(label), "hash", escape(value)));
    html.append("</tbody></table></section>\n");
  }

  private void appendRow(String label, String style, String value) {
    html.append("<tr><th scope=\"row\">")
        .append(label)
        .append("</th><td class=\"")
        .append(style)
        .append("\">");
    html.append(value).append("</td></tr>\n");
  }

  private void appendSettings() {
    html.append("<section><h2>Settings</h2>\n<pre>")
        .append(escape(run.settings()))
        .append("</pre></section>\n");
  }

  private static String style() {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
