package dev.kindling.train.report;

import static dev.kindling.jobs.page.Markup.duration;
import static dev.kindling.jobs.page.Markup.number;
import static dev.kindling.jobs.page.Markup.percent;

import dev.kindling.jobs.page.Page.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** The figures at the top of a report. */
record Headline(List<Figure> figures) {
  static Headline of(RunData run) {
    List<Figure> figures = new ArrayList<>();
    if (run.live() != null) {
      addLive(figures, run);
      addCost(figures, run.metrics());
      return new Headline(figures);
    }
    figures.add(loss(run));
    if (run.bert()) {
      addShare(figures, "masked tokens right", run, "mlm_accuracy", "of held-out masks");
      addShare(figures, "next sentence right", run, "nsp_accuracy", "of held-out pairs");
    } else {
      addNumber(figures, "perplexity", run, "perplexity", "per held-out token");
      addNumber(figures, "bits per byte", run, "bits_per_byte", "of held-out text");
    }
    addCost(figures, run.metrics());
    return new Headline(figures);
  }

  private static Figure loss(RunData run) {
    double loss = heldOutLoss(run);
    if (!Double.isFinite(loss)) {
      return new Figure("held-out loss", "–", "not evaluated yet");
    }
    String label = run.bert() ? "held-out MLM loss" : "held-out loss";
    return new Figure(label, number(loss) + " nats", against(loss, unigramLoss(run)));
  }

  private static void addLive(List<Figure> figures, RunData run) {
    Metrics metrics = run.metrics();
    double step = metrics.last("step");
    double loss = metrics.last(run.bert() ? "mlm_loss" : "loss");
    double labelLoss = Double.isFinite(loss) ? loss : metrics.last("loss");
    figures.add(
        new Figure(
            "training loss", number(labelLoss) + " nats", against(labelLoss, unigramLoss(run))));
    if (!metrics.lastText("learning").isEmpty()) {
      figures.add(new Figure("phase", metrics.lastText("learning"), "as the loss tells"));
    }
    figures.add(
        new Figure(
            "done",
            percent(step / run.live().steps()),
            "step " + number(step) + " of " + number((double) run.live().steps())));
    figures.add(new Figure("time left", duration(run.live().secondsLeft()), "at the pace so far"));
  }

  private static void addCost(List<Figure> figures, Metrics metrics) {
    double seconds = trainingSeconds(metrics);
    double tokens = metrics.last("tokens");
    String steps = "tokens in " + number(metrics.last("step")) + " steps";
    figures.add(new Figure("trained on", number(tokens), steps));
    String speed = Double.isFinite(seconds) ? number(tokens / seconds) + " tokens per second" : "";
    figures.add(new Figure("training time", duration(seconds), speed));
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

  /** A field of the evaluation as a percentage, where it has a value. */
  private static void addShare(
      List<Figure> figures, String label, RunData run, String field, String note) {
    double value = Metrics.value(run.evaluation(), field);
    if (Double.isFinite(value)) {
      figures.add(new Figure(label, percent(value), note));
    }
  }

  /** A field of the evaluation, where it has a value. */
  private static void addNumber(
      List<Figure> figures, String label, RunData run, String field, String note) {
    double value = Metrics.value(run.evaluation(), field);
    if (Double.isFinite(value)) {
      figures.add(new Figure(label, number(value), note));
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
}
