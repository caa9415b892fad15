package dev.kindling.jobs.cli;

import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.config.RunConfig;
import dev.kindling.jobs.config.TrainingConfig;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.TransformerConfig;
import java.util.Locale;

/**
 * What a run costs, told from its config. Memory is for one worker in 32-bit floats; activations
 * are those that the backward pass reads again, within some tens of percent. Arithmetic counts a
 * multiplication and an addition as two, matrix products only, and the backward pass as twice the
 * forward pass.
 *
 * @param parameters numbers to learn
 * @param stateBytes parameters, gradients and two moments
 * @param activationBytes of one micro-batch
 * @param stepFlop arithmetic of one worker's step
 * @param stepTokens most tokens of one worker's step
 * @param workers virtual workers
 * @param steps steps of each worker
 */
record Estimate(
    long parameters,
    long stateBytes,
    long activationBytes,
    double stepFlop,
    long stepTokens,
    int workers,
    long steps) {
  private static final int FLOAT_BYTES = 4;

  static Estimate of(PipelineConfig config, RunConfig run) {
    TrainingConfig training = run.training();
    int length = config.examples().get(run.examples()).sequenceLength();
    TransformerConfig model = run.model().transformer(config.vocab().size(), length);
    long parameters = ParameterLayout.of(model).size();
    // GPT predicts every token, BERT the masked ones.
    long labels = model.isBert() ? training.maxPredictions() : length;
    return new Estimate(
        parameters,
        4L * FLOAT_BYTES * parameters,
        (long) FLOAT_BYTES * training.microBatchSize() * activations(model, length, labels),
        3.0 * training.batchSize() * forwardFlop(model, length, labels),
        (long) training.batchSize() * length,
        training.workers(),
        training.steps());
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
    return String.format(
        Locale.ROOT,
        """
        %s
          parameters            %,d
          memory of a worker    %s = %s parameters, gradients and moments + %s activations
          a worker's step       %s, up to %,d tokens
          the whole run         %,d workers x %,d steps: %s, up to %s tokens
        """,
        name,
        parameters,
        bytes(stateBytes + activationBytes),
        bytes(stateBytes),
        bytes(activationBytes),
        flop(stepFlop),
        stepTokens,
        workers,
        steps,
        flop(stepFlop * workers * steps),
        count((double) stepTokens * workers * steps));
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
