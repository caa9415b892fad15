package dev.kindling.benchmarks.training;

import dev.kindling.benchmarks.JsonLines;
import dev.kindling.benchmarks.Subcommand;
import dev.kindling.benchmarks.kernels.GpuKernels;
import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.OptimizerKind;
import dev.kindling.model.PendingStep;
import dev.kindling.model.Precision;
import dev.kindling.model.TrainingEngine;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.BackendUnavailableException;
import dev.kindling.model.kernels.cuda.GpuProperties;
import dev.kindling.model.kernels.cuda.GpuRates;
import dev.kindling.model.kernels.cuda.Gpus;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * {@code gpu}: what the GPU reaches at best, each kernel beside that, and whole training steps in
 * bfloat16 beside PyTorch's, one side after the other so that each has the memory for itself.
 */
public final class GpuComparison implements Subcommand {
  private static final OptimizerConfig ADAMW =
      new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.999, 1e-8, 0.01, 1.0);
  private static final double LEARNING_RATE = 1e-4;
  private static final double GIB = 1L << 30;

  private static final List<Workload> WORKLOADS =
      List.of(
          new Workload("bert-base-128", bert(128), 256, 128, 20),
          new Workload("bert-base-512", bert(512), 64, 512, 77),
          new Workload(
              "gpt-2-124m-1024",
              TransformerConfig.gpt(50304, 12, 768, 12, 3072, 1024, 0),
              32,
              1024,
              1024));

  private static TransformerConfig bert(int length) {
    return TransformerConfig.bert(30522, 12, 768, 12, 3072, length, 0);
  }

  @Override
  public String usage() {
    return GpuArguments.USAGE;
  }

  @Override
  public int run(List<String> words, PrintStream out) throws IOException, InterruptedException {
    GpuArguments arguments = GpuArguments.parse(words);
    GpuRates rates;
    try {
      rates = GpuRates.measure(arguments.address());
    } catch (BackendUnavailableException e) {
      out.println(e.getMessage());
      return 1;
    }
    out.println(JsonLines.of(rates));
    if (arguments.wants("kernels")) {
      GpuKernels.measure(arguments.device(), rates, row -> out.println(JsonLines.of(row)));
    }
    int failed = 0;
    for (Workload workload : WORKLOADS) {
      if (arguments.wants(workload.name())) {
        failed += compare(workload, arguments, rates, out) ? 0 : 1;
      }
    }
    return failed == 0 ? 0 : 1;
  }

  private static boolean compare(
      Workload workload, GpuArguments arguments, GpuRates rates, PrintStream out)
      throws IOException, InterruptedException {
    GpuRow ours;
    try {
      ours = ours(workload, arguments);
    } catch (RuntimeException e) {
      out.println(JsonLines.of(new GpuRow.Failed("kindling", workload.name(), e.getMessage())));
      return false;
    }
    out.println(JsonLines.of(ours));
    try {
      GpuRow peer = TorchPeer.measure(workload, arguments);
      out.println(JsonLines.of(peer));
      out.println(
          JsonLines.of(
              new GpuRow.Ratio(
                  workload.name(),
                  JsonLines.rounded(peer.stepMs() / ours.stepMs(), 3),
                  JsonLines.rounded(ours.tflops() * 1e12 / rates.bfloat16Flops(), 3))));
      return true;
    } catch (IllegalStateException e) {
      out.println(JsonLines.of(new GpuRow.Failed("torch", workload.name(), e.getMessage())));
      return false;
    }
  }

  private static GpuRow ours(Workload workload, GpuArguments arguments) {
    long freeBefore = freeBytes();
    EngineOptions options =
        EngineOptions.cpu().withBackend(arguments.device()).withPrecision(Precision.BFLOAT16);
    BatchShape shape = new BatchShape(workload.sequences(), workload.length(), workload.labels());
    try (TrainingEngine engine = new TrainingEngine(workload.model(), ADAMW, shape, options)) {
      engine.initialize(1);
      List<Batch> batch = List.of(workload.batch());
      steps(engine, batch, arguments.warmUpSteps());
      long start = System.nanoTime();
      double loss = steps(engine, batch, arguments.steps());
      double milliseconds = (System.nanoTime() - start) / 1e6 / arguments.steps();
      return row("kindling", workload, milliseconds, (freeBefore - freeBytes()) / GIB, loss);
    }
  }

  /** Takes steps one behind the other; the last one's loss is waited for. */
  private static double steps(TrainingEngine engine, List<Batch> batch, int count) {
    PendingStep last = null;
    for (int i = 0; i < count; i++) {
      last = engine.begin(batch, LEARNING_RATE, i);
    }
    return last.result().losses().loss();
  }

  /** A row of either side, with the work counted in the same way. */
  static GpuRow row(String side, Workload workload, double milliseconds, double gib, double loss) {
    return new GpuRow(
        side,
        workload.name(),
        JsonLines.rounded(milliseconds, 3),
        Math.round(workload.tokens() * 1e3 / milliseconds),
        JsonLines.rounded(ModelOperations.ofStep(workload) / milliseconds / 1e9, 1),
        JsonLines.rounded(gib, 2),
        JsonLines.rounded(loss, 3));
  }

  private static long freeBytes() {
    return Gpus.all().stream().mapToLong(GpuProperties::freeBytes).sum();
  }
}
