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
import dev.kindling.model.kernels.cuda.GpuProperties;
import dev.kindling.model.kernels.cuda.GpuRates;
import dev.kindling.model.kernels.cuda.Gpus;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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
  public int run(List<String> words, PrintStream out) throws InterruptedException {
    GpuArguments arguments = GpuArguments.parse(words);
    GpuRates rates;
    try {
      rates = GpuRates.measure(arguments.address());
    } catch (IllegalArgumentException
        | IllegalStateException e) { // there is none, or not enough of it
      out.println(e.getMessage());
      return 1;
    }
    out.println(JsonLines.of(rates));
    boolean good = true;
    if (arguments.wants("kernels")) {
      good = GpuKernels.measure(arguments.device(), rates, row -> out.println(JsonLines.of(row)));
    }
    for (Workload workload : WORKLOADS) {
      if (arguments.wants(workload.name())) {
        good &= compare(workload, arguments, rates, out);
      }
    }
    return good ? 0 : 1;
  }

  /** Measures both sides, each whether the other fails or not; false where one has failed. */
  private static boolean compare(
      Workload workload, GpuArguments arguments, GpuRates rates, PrintStream out)
      throws InterruptedException {
    Optional<GpuRow> ours =
        print(out, "kindling", workload, () -> ours(workload, arguments, rates));
    if (!TorchPeer.isThere(arguments.python())) {
      out.println(
          JsonLines.of(
              new GpuRow.Failed("torch", workload.name(), arguments.python() + " has no PyTorch")));
      return ours.isPresent();
    }
    Optional<GpuRow> peer =
        print(out, "torch", workload, () -> TorchPeer.measure(workload, arguments, rates));
    if (ours.isEmpty() || peer.isEmpty()) {
      return false;
    }
    double ratio = peer.get().stepMs() / ours.get().stepMs();
    out.println(JsonLines.of(new GpuRow.Ratio(workload.name(), JsonLines.rounded(ratio, 3))));
    return true;
  }

  private static Optional<GpuRow> print(
      PrintStream out, String side, Workload workload, Supplier<GpuRow> measurement) {
    try {
      GpuRow row = measurement.get();
      out.println(JsonLines.of(row));
      return Optional.of(row);
    } catch (RuntimeException | OutOfMemoryError e) {
      out.println(JsonLines.of(new GpuRow.Failed(side, workload.name(), e.toString())));
      return Optional.empty();
    }
  }

  private static GpuRow ours(Workload workload, GpuArguments arguments, GpuRates rates) {
    long freeBefore = freeBytes();
    EngineOptions options =
        EngineOptions.cpu().withBackend(arguments.device()).withPrecision(Precision.BFLOAT16);
    BatchShape shape = new BatchShape(workload.sequences(), workload.length(), workload.labels());
    try (TrainingEngine engine = new TrainingEngine(workload.model(), ADAMW, shape, options)) {
      engine.initialize(1);
      List<Batch> batch = List.of(workload.batch());
      long[] nanos = new long[arguments.steps()];
      PendingStep last = engine.begin(batch, LEARNING_RATE, 0);
      long before = 0;
      // A step is begun before the one ahead of it is waited for, as in training: the GPU never is
      // idle, and from the end of one step to the end of the next it takes what a step takes.
      for (int i = -arguments.warmUpSteps(); i <= nanos.length; i++) {
        PendingStep next = engine.begin(batch, LEARNING_RATE, i);
        last.result();
        long now = System.nanoTime();
        if (i > 0) {
          nanos[i - 1] = now - before;
        }
        before = now;
        last = next;
      }
      double loss = last.result().losses().loss();
      double gib = (freeBefore - freeBytes()) / GIB;
      return row("kindling", workload, rates, StepTimes.of(nanos).medianMs(), gib, gib, loss);
    }
  }

  /** A row of either side, with the work counted in the same way. */
  static GpuRow row(
      String side,
      Workload workload,
      GpuRates rates,
      double milliseconds,
      double gib,
      double allocatedGib,
      double loss) {
    double flops = ModelOperations.ofStep(workload) * 1e3 / milliseconds;
    return new GpuRow(
        side,
        workload.name(),
        JsonLines.rounded(milliseconds, 3),
        Math.round(workload.tokens() * 1e3 / milliseconds),
        JsonLines.rounded(flops / 1e12, 1),
        JsonLines.rounded(flops / rates.bfloat16Flops(), 3),
        JsonLines.rounded(gib, 2),
        JsonLines.rounded(allocatedGib, 2),
        JsonLines.rounded(loss, 3));
  }

  private static long freeBytes() {
    return Gpus.all().stream().mapToLong(GpuProperties::freeBytes).sum();
  }
}
