package dev.kindling.train.report;

import static dev.kindling.train.report.Markup.duration;
import static dev.kindling.train.report.Markup.number;
import static dev.kindling.train.report.Markup.percent;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** The figures at the top of a report. */
record Headline(List<Figure> figures) {
  /**
   * One figure, all three parts ready for HTML.
   *
   * @param label what it is
   * @param value with its unit
   * @param note what it compares with, or empty
   */
  record Figure(String label, String value, String note) {}

  static Headline of(RunData run) {
    List<Figure> figures = new ArrayList<>();
    double loss = heldOutLoss(run);
    double unigram = unigramLoss(run);
    if (Double.isFinite(loss)) {
      figures.add(
          new Figure(
              run.bert() ? "held-out MLM loss" : "held-out loss",
              number(loss) + " nats",
              against(loss, unigram)));
    } else {
      figures.add(new Figure("held-out loss", "–", "not evaluated yet"));
    }
    if (run.bert()) {
      addFinite(
          figures,
          "masked tokens right",
          Metrics.value(run.evaluation(), "mlm_accuracy"),
          true,
          "of held-out masks");
      addFinite(
          figures,
          "next sentence right",
          Metrics.value(run.evaluation(), "nsp_accuracy"),
          true,
          "of held-out pairs");
    } else {
      addFinite(
          figures,
          "perplexity",
          Metrics.value(run.evaluation(), "perplexity"),
          false,
          "per held-out token");
      addFinite(
          figures,
          "bits per byte",
          Metrics.value(run.evaluation(), "bits_per_byte"),
          false,
          "of held-out text");
    }
    double seconds = trainingSeconds(run.metrics());
    double tokens = run.metrics().last("tokens");
    figures.add(
        new Figure(
            "trained on",
            number(tokens),
            "tokens in " + number(run.metrics().last("step")) + " steps"));
    figures.add(
        new Figure(
            "training time",
            duration(seconds),
            Double.isFinite(seconds) ? number(tokens / seconds) + " tokens per second" : ""));
    return new Headline(figures);
  }

  private static String against(double loss, double unigram) {
    if (!Double.isFinite(unigram)) {
      return "";
    }
    double gain = unigram - loss;
    return number(Math.abs(gain))
        + (gain >= 0 ? " below" : " above")
        + " unigram ("
        + number(unigram)
        + ")";
  }

  private static void addFinite(
      List<Figure> figures, String label, double value, boolean share, String note) {
    if (Double.isFinite(value)) {
      figures.add(new Figure(label, share ? percent(value) : number(value), note));
    }
  }

  /**
   * The held-out loss that the unigram loss compares with: over masked tokens for BERT, over all
   * for GPT. NaN if absent.
   */
  static double heldOutLoss(RunData run) {
    return Metrics.value(run.evaluation(), run.bert() ? "mlm_loss" : "loss");
  }

  static double unigramLoss(RunData run) {
    double evaluated = Metrics.value(run.evaluation(), "unigram_loss");
    return Double.isFinite(evaluated) ? evaluated : run.metrics().last("unigram_loss");
  }

  /**
   * Rounds' compute and exchange; without the time that a stopped run spent on steps it had to
   * repeat.
   */
  private static double trainingSeconds(Metrics metrics) {
    double seconds = sum(metrics.train("compute_seconds")) + sum(metrics.train("sync_seconds"));
    return seconds > 0 ? seconds : Double.NaN;
  }

  private static double sum(double[] values) {
    return DoubleStream.of(values).filter(Double::isFinite).sum();
  }

  void appendTo(StringBuilder html) {
    html.append("<dl class=\"headline\">\n");
    for (Figure figure : figures) {
      html.append("<div><dt>").append(figure.label).append("</dt><dd>").append(figure.value);
      html.append("</dd><dd class=\"note\">").append(figure.note).append("</dd></div>\n");
    }
    html.append("</dl>\n");
  }
}
