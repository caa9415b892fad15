package dev.kindling.jobs.cli;

import dev.kindling.jobs.config.PhaseConfig;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.config.RunConfig;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.TransformerConfig;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a run costs, told from its config. Memory is for one worker in 32-bit floats; activations
 * are those that the backward pass reads again, within some tens of percent. Arithmetic counts a
 * multiplication and an addition as two, matrix products only, and the backward pass as twice the
 * forward pass.
 *
 * @param parameters numbers to learn
 * @param stateBytes parameters, gradients and two moments
 * @param phases in their order
 * @param workers virtual workers
 */
record Estimate(long parameters, long stateBytes, List<PhaseCost> phases, int workers) {
  private static final int FLOAT_BYTES = 4;

  /**
   * What a phase costs.
   *
   * @param activationBytes of one micro-batch
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
    return new Estimate(
        parameters,
        4L * FLOAT_BYTES * parameters,
        run.phases().stream().map(phase -> cost(model, phase, length.applyAsInt(phase))).toList(),
        run.training().workers());
  }

  private static PhaseCost cost(TransformerConfig model, PhaseConfig phase, int length) {
    // GPT predicts every token, BERT the masked ones.
    long labels = model.isBert() ? phase.maxPredictions() : length;
    return new PhaseCost(
        (long) FLOAT_BYTES * phase.microBatchSize() * activations(model, length, labels),
        3.0 * phase.batchSize() * forwardFlop(model, length, labels),
        (long) phase.batchSize() * length,
        phase.steps());
  }

  /**
   * Floats a sequence: a block keeps about eight rows of h, two of f and one attention matrix a
   * head.
   */
  private static long activations(TransformerConfig model, long length, long labels) {
    long block =
        length * (8L * model.hidden() + 2L * model.feedForward()) + model.heads() * length * length;
    return model.layers() * block + 2 * labels * model.vocabularySize();
  }

  private static double forwardFlop(TransformerConfig model, long length, long labels) {
    double h = model.hidden();
    double block = length * (8 * h * h + 4 * h * model.feedForward()) + 4 * length * length * h;
    double head = 2 * labels * h * (model.vocabularySize() + (model.isBert() ? h : 0));
    return model.layers() * block + head;
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
