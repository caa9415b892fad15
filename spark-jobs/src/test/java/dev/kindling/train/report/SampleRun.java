package dev.kindling.train.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Made-up runs for the report's tests; its {@code main} writes one as a page to look at. */
final class SampleRun {
  private SampleRun() {}

  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[0]), ReportPage.render(bert(120)));
    Files.writeString(Path.of(args[1]), ReportPage.render(gpt(1)));
  }

  static RunData bert(int rounds) {
    StringBuilder lines = new StringBuilder();
    for (int round = 1; round <= rounds; round++) {
      double progress = (double) round / rounds;
      lines.append(
          String.format(
              Locale.ROOT,
              "{\"event\":\"train\",\"round\":%d,\"step\":%d,\"tokens\":%d,\"loss\":%f,\"mlm_loss\":%f,"
                  + "\"nsp_loss\":%f,\"learning_rate\":%e,\"grad_norm\":%f,\"tokens_per_second\":%f,"
                  + "\"sync_seconds\":0.05,\"compute_seconds\":1.25}%n",
              round,
              round * 10,
              round * 40960L,
              5.2 + 4 * Math.exp(-4 * progress),
              4.6 + 4 * Math.exp(-4 * progress) + 0.08 * Math.sin(round * 7.0),
              0.69 - 0.1 * progress + 0.01 * Math.cos(round * 3.0),
              5e-4 * Math.min(progress * 10, 1 - progress + 0.1),
              0.8 + Math.exp(-progress * 9),
              31_000 + 900 * Math.sin(round)));
    }
    return run(
        true,
        Metrics.parse(lines.toString()),
        json(
            "{\"event\":\"eval\",\"loss\":5.29,\"mlm_loss\":4.71,\"nsp_loss\":0.61,\"mlm_accuracy\":0.2334,"
                + "\"nsp_accuracy\":0.671,\"unigram_loss\":6.212}"));
  }

  static RunData gpt(int rounds) {
    StringBuilder lines = new StringBuilder();
    for (int round = 1; round <= rounds; round++) {
      lines
          .append("{\"event\":\"train\",\"step\":")
          .append(round)
          .append(",\"loss\":6.5,\"tokens\":4096}\n");
    }
    return run(false, Metrics.parse(lines.toString()), MissingNode.getInstance());
  }

  static RunData run(boolean bert, Metrics metrics, JsonNode evaluation) {
    return new RunData(
        bert ? "bert" : "gpt",
        bert,
        metrics,
        evaluation,
        new RunData.Funnel(
            3120,
            new TreeMap<>(Map.of("duplicate", 141L, "gopher-quality", 388L, "truncated", 3L)),
            2588,
            61),
        List.of(
            new RunData.Sample(
                "Held-out document from books/jetty/index.html",
                "The server keeps its pages.\nAnd more."),
            new RunData.Sample(
                "[MASK] in “the [MASK] of the list”", "size 31.2 %\nend 11.9 %\nhead 6.4 %")),
        Map.of("corpus", 21.4, "vocab", 12.25),
        "seed: 20260101\nruns:\n  bert:\n    model:\n      layers: 2\n",
        Map.of("corpus", "9c1e".repeat(16)),
        null);
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
