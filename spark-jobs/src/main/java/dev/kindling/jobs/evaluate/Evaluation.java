package dev.kindling.jobs.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.jobs.stage.Json;
import dev.kindling.model.LossSums;
import java.util.Locale;

/**
 * How a model does on held-out text.
 *
 * @param bert whether the model is a BERT
 * @param round of the evaluated checkpoint
 * @param step of the evaluated checkpoint
 * @param losses summed over all held-out examples, shard by shard
 * @param unigramLoss entropy in nats of the predicted pieces' own distribution: see {@link
 *     dev.kindling.train.data.LabelCounts}
 * @param utf8Bytes of the held-out text; used by GPT's bits per byte, 0 when not known
 */
public record Evaluation(
    boolean bert, long round, long step, LossSums losses, double unigramLoss, long utf8Bytes) {

  /** The line of {@code metrics.jsonl}, also the content of {@code evaluation.json}. */
  public ObjectNode toJson() {
    ObjectNode line = Json.object();
    line.put("event", "eval");
    line.put("round", round);
    line.put("step", step);
    line.put("tokens", losses.tokens());
    line.put("predictions", losses.labelCount());
    line.put("loss", losses.loss());
    if (bert) {
      line.put("mlm_loss", losses.labelLoss());
      line.put("mlm_accuracy", losses.labelAccuracy());
      if (losses.nextCount() > 0) {
        line.put("nsp_loss", losses.nextLoss());
        line.put("nsp_accuracy", losses.nextAccuracy());
      }
    } else {
      line.put("perplexity", perplexity());
      if (utf8Bytes > 0) {
        line.put("bits_per_byte", bitsPerByte());
      }
    }
    line.put("unigram_loss", unigramLoss);
    return line;
  }

  /** One line for people. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "held-out loss %.4f (%s), unigram loss %.4f",
        losses.loss(),
        bert ? bertFigures() : gptFigures(),
        unigramLoss);
  }

  private String bertFigures() {
    if (losses.nextCount() == 0) {
      return String.format(Locale.ROOT, "mlm accuracy %.1f%%", 100 * losses.labelAccuracy());
    }
    return String.format(
        Locale.ROOT,
        "mlm %.4f, nsp %.4f; accuracy mlm %.1f%%, nsp %.1f%%",
        losses.labelLoss(),
        losses.nextLoss(),
        100 * losses.labelAccuracy(),
        100 * losses.nextAccuracy());
  }

  private String gptFigures() {
    String perplexity = String.format(Locale.ROOT, "perplexity %.2f", perplexity());
    return utf8Bytes > 0
        ? perplexity + String.format(Locale.ROOT, ", %.4f bits per byte", bitsPerByte())
        : perplexity;
  }

  private double perplexity() {
    return StrictMath.exp(losses.labelLoss());
  }

  private double bitsPerByte() {
    return losses.labelLossSum() / StrictMath.log(2) / utf8Bytes;
  }
}
