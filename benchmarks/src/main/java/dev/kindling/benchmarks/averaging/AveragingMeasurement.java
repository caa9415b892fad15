package dev.kindling.benchmarks.averaging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.benchmarks.JsonLines;
import dev.kindling.benchmarks.Subcommand;
import dev.kindling.benchmarks.exchange.CopyRate;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.TransformerConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code averaging}: the loss at equal tokens, by local steps and outer optimizer, and the time of
 * an exchange, by transport and codec, and with DL4J's own master.
 */
public final class AveragingMeasurement implements Subcommand {
  @Override
  public String usage() {
    return AveragingArguments.USAGE;
  }

  @Override
  public int run(List<String> words, PrintStream out)
      throws IOException, InterruptedException, ExecutionException {
    AveragingArguments arguments = AveragingArguments.parse(words);
    if (!arguments.lossCases().isEmpty()) {
      losses(arguments, out);
    }
    int status = arguments.exchangeCases().isEmpty() ? 0 : exchanges(arguments, out);
    return arguments.baseline() ? Math.max(status, baseline(arguments, out)) : status;
  }

  private static void losses(AveragingArguments arguments, PrintStream out)
      throws IOException, InterruptedException, ExecutionException {
    ByteText text =
        new ByteText(ByteText.read(arguments.text()), arguments.sequences(), LossRun.LENGTH);
    long batches = (long) arguments.workers() * arguments.steps();
    double learningRate = arguments.learningRate();
    TransformerConfig model = arguments.lossModel();
    int parameters = ParameterLayout.of(model).size();
    ExecutorService pool = Executors.newFixedThreadPool(arguments.threads());
    try {
      Map<LossCase, Future<LossRun.Result>> results = new LinkedHashMap<>();
      for (LossCase way : arguments.lossCases()) {
        results.put(way, pool.submit(new LossRun(way, model, text, batches, learningRate)::run));
      }
      Double synchronousLoss = null;
      for (Map.Entry<LossCase, Future<LossRun.Result>> entry : results.entrySet()) {
        LossRun.Result result = entry.getValue().get();
        if (entry.getKey().row().equals(LossCase.SYNCHRONOUS)) {
          synchronousLoss = result.loss();
        }
        LossRow row = LossRow.of(entry.getKey(), parameters, result, synchronousLoss, learningRate);
        out.println(JsonLines.of(row));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static int baseline(AveragingArguments arguments, PrintStream out)
      throws InterruptedException {
    try {
      double copyRate = CopyRate.megabytesPerSecond();
      out.println(
          JsonLines.of(Dl4jBaseline.run(arguments.exchange(), arguments.workers(), copyRate)));
      return 0;
    } catch (IOException e) {
      out.println(JsonLines.of(new ExchangeRow.Failed(Dl4jBaseline.ROW, e.getMessage())));
      return 1;
    }
  }

  private static int exchanges(AveragingArguments arguments, PrintStream out)
      throws IOException, InterruptedException {
    int status = 0;
    AveragingArguments.Exchange settings = arguments.exchange();
    try (ExchangeRuns runs = new ExchangeRuns(arguments.text(), settings, arguments.workers())) {
      for (ExchangeCase way : arguments.exchangeCases()) {
        double copyRate =
            CopyRate.megabytesPerSecond(); // beside each run: others may use the machine too
        try {
          List<JsonNode> rounds = runs.rounds(way);
          ExchangeRow row =
              ExchangeRow.of(way, rounds, arguments.workers(), settings.executors(), copyRate);
          out.println(JsonLines.of(row));
        } catch (IOException e) {
          status = 1;
          out.println(JsonLines.of(new ExchangeRow.Failed(way.row(), e.getMessage())));
        }
      }
    }
    return status;
  }
}
