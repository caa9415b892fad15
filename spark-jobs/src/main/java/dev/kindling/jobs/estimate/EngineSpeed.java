package dev.kindling.jobs.estimate;

import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.OptimizerKind;
import dev.kindling.model.TrainingEngine;
import dev.kindling.model.TransformerConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How fast this machine trains: steps of a smaller network, as wide as the run's, on all cores or
 * on the first GPU. It takes seconds where a step of the whole network might take minutes.
 */
final class EngineSpeed {
  private static final int LAYERS = 2;
  private static final int PIECES = 4096;
  private static final int TOKENS = 1024;
  private static final int GPU_TOKENS = 32 * TOKENS; // fewer would not fill one
  private static final int SETTLED_STEPS = 10;
  private static final long MOST_NANOS = Duration.ofSeconds(20).toNanos();

  private EngineSpeed() {}

  /**
   * Measures.
   *
   * @param model of the run
   * @param length of its sequences, in tokens
   * @param options precision and recomputation of the run
   * @return floating-point operations a second, of the fastest step
   * @throws dev.kindling.model.kernels.BackendUnavailableException if it is to compute on a GPU and
   *     there is none; the message says why
   */
  static double flopPerSecond(TransformerConfig model, int length, EngineOptions options) {
    int sequences = Math.max(1, (options.onGpu() ? GPU_TOKENS : TOKENS) / length);
    int labels = Math.max(1, sequences * length / (model.isBert() ? 7 : 1));
    TransformerConfig small = small(model, length);
    EngineOptions allCores =
        new EngineOptions(
            options.backend(),
            options.precision(),
            Runtime.getRuntime().availableProcessors(),
            options.recomputeActivations());
    Batch batch = batch(small, sequences, length, labels);
    double flop = sequences * StepArithmetic.flop(small, length, (double) labels / sequences);
    OptimizerConfig optimizer = new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.999, 1e-6, 0, 1);
    try (TrainingEngine engine =
        new TrainingEngine(small, optimizer, new BatchShape(sequences, length, labels), allCores)) {
      engine.initialize(1);
      return flop / fastestStep(engine, batch);
    }
  }

  private static TransformerConfig small(TransformerConfig model, int length) {
    return new TransformerConfig(
        model.architecture(),
        Math.min(PIECES, model.vocabularySize()),
        Math.min(LAYERS, model.layers()),
        model.hidden(),
        model.heads(),
        model.feedForward(),
        length,
        model.positionEncoding(),
        model.normPlacement(),
        model.activation(),
        model.dropout(),
        model.layerNormEpsilon());
  }

  private static Batch batch(TransformerConfig model, int sequences, int length, int labels) {
    int[] tokens = new int[sequences * length];
    Arrays.setAll(tokens, i -> i % model.vocabularySize());
    int[] lengths = new int[sequences];
    Arrays.fill(lengths, length);
    int[] rows = new int[labels];
    Arrays.setAll(rows, i -> (int) ((long) i * tokens.length / labels));
    int[] targets = new int[labels];
    Arrays.setAll(targets, i -> (i + 1) % model.vocabularySize());
    return model.isBert()
        ? Batch.bert(
            sequences, length, tokens, new int[tokens.length], lengths, rows, targets, new int[0])
        : Batch.gpt(sequences, length, tokens, lengths, rows, targets);
  }

  /** Seconds. Java compiles while the first steps run: it ends when steps become no faster. */
  private static double fastestStep(TrainingEngine engine, Batch batch) {
    long begin = System.nanoTime();
    double fastest = Double.POSITIVE_INFINITY;
    int sinceFaster = 0;
    for (int i = 0; sinceFaster < SETTLED_STEPS && System.nanoTime() - begin < MOST_NANOS; i++) {
      long start = System.nanoTime();
      engine.step(List.of(batch), 1e-4, i);
      double seconds = (System.nanoTime() - start) / 1e9;
      sinceFaster = seconds < 0.95 * fastest ? 0 : sinceFaster + 1;
      fastest = Math.min(fastest, seconds);
    }
    return fastest;
  }
}
