package dev.kindling.jobs.cli;

import dev.kindling.jobs.config.PhaseConfig;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.config.RunConfig;
import dev.kindling.jobs.config.TrainingConfig;
import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.Precision;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.nn.ActivationMemory;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a run costs, told from its config. Memory is that of one worker's engine, outside the heap.
 * Arithmetic counts a multiplication and an addition as two, matrix products only, and the backward
 * pass as twice the forward pass.
 *
 * @param parameters numbers to learn
 * @param stateBytes parameters, gradients and two moments, and the weights as products read them
 * @param phases in their order
 * @param workers virtual workers
 */
record Estimate(long parameters, long stateBytes, List<PhaseCost> phases, int workers) {
  private static final int STATE_BYTES = 4 * Float.BYTES; // value, gradient, two moments

  /**
   * What a phase costs.
   *
   * @param activationBytes of one micro-batch, with their gradients
   * @param stepFlop arithmetic of one worker's step
   * @param stepTokens most tokens of one worker's step
   * @param steps steps of each worker
   */
  record PhaseCost(long activationBytes, double stepFlop, long stepTokens, long steps) {
    double flop() {
      return stepFlop * steps;
    }

    double tokens() {
      return (double) stepTokens * steps;
    }
  }

  static Estimate of(PipelineConfig config, RunConfig run) {
    ToIntFunction<PhaseConfig> length =
        phase -> config.examples().get(phase.examples()).sequenceLength();
    int positions = run.phases().stream().mapToInt(length).max().orElseThrow();
    TransformerConfig model = run.model().transformer(config.vocab().size(), positions);
    long parameters = ParameterLayout.of(model).size();
    EngineOptions options = options(run.training());
    int weightBytes = options.precision() == Precision.BFLOAT16 ? Short.BYTES : Float.BYTES;
    return new Estimate(
        parameters,
        (STATE_BYTES + weightBytes) * parameters,
        run.phases().stream()
            .map(phase -> cost(model, phase, length.applyAsInt(phase), options))
            .toList(),
        run.training().workers());
  }

  private static EngineOptions options(TrainingConfig training) {
    return EngineOptions.cpu()
        .withPrecision(training.precision())
        .withRecomputeActivations(training.recomputeActivations());
  }

  private static PhaseCost cost(
      TransformerConfig model, PhaseConfig phase, int length, EngineOptions options) {
    BatchShape shape = phase.largestBatch(model.architecture(), length);
    long labels = shape.maxLabels() / shape.sequences();
    return new PhaseCost(
        ActivationMemory.bytes(model, shape, options),
        3.0 * phase.batchSize() * forwardFlop(model, length, labels),
        (long) phase.batchSize() * length,
        phase.steps());
  }

  /** Behind the attention of its last block the engine computes only the rows that are read. */
  private static double forwardFlop(TransformerConfig model, long length, long labels) {
    double h = model.hidden();
    double attention = 6 * length * h * h + 4 * length * length * h;
    double behind = 2 * h * h + 4 * h * model.feedForward();
    double rows = (model.layers() - 1.0) * length + labels + (model.isBert() ? 1 : 0);
    double head = 2 * labels * h * (model.vocabularySize() + (model.isBert() ? h : 0));
    return model.layers() * attention + rows * behind + head;
  }

  String show(String name) {
    long activationBytes = phases.stream().mapToLong(PhaseCost::activationBytes).max().orElse(0);
    return String.format(
        Locale.ROOT,
        """
        %s
          parameters            %,d
          memory of a worker    %s = %s parameters, gradients and moments + %s activations
          a worker's step       %s
          the whole run         %,d workers x %,d steps: %s, up to %s tokens
        """,
        name,
        parameters,
        bytes(stateBytes + activationBytes),
        bytes(stateBytes),
        bytes(activationBytes),
        IntStream.range(0, phases.size())
            .mapToObj(this::step)
            .collect(Collectors.joining("\n" + " ".repeat(24))),
        workers,
        phases.stream().mapToLong(PhaseCost::steps).sum(),
        flop(workers * phases.stream().mapToDouble(PhaseCost::flop).sum()),
        count(workers * phases.stream().mapToDouble(PhaseCost::tokens).sum()));
  }

  private String step(int phase) {
    PhaseCost cost = phases.get(phase);
    String which = phases.size() == 1 ? "" : "phase %d: ".formatted(phase + 1);
    return String.format(
        Locale.ROOT, "%s%s, up to %,d tokens", which, flop(cost.stepFlop), cost.stepTokens);
  }

  private static String bytes(long value) {
    return value < 1e9
        ? String.format(Locale.ROOT, "%.0f MB", value / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", value / 1e9);
  }

  private static String flop(double value) {
    return scaled(value, "FLOP");
  }

  private static String count(double value) {
    return scaled(value, "").trim();
  }

  private static String scaled(double value, String unit) {
    String[] prefixes = {"", "k", "M", "G", "T", "P", "E", "Z", "Y"};
    int power = 0;
    while (value >= 1000 && power < prefixes.length - 1) {
      value /= 1000;
      power++;
    }
    return String.format(Locale.ROOT, "%.3g %s%s", value, prefixes[power], unit);
  }
}
