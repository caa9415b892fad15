package dev.kindling.model;

import java.util.List;

/**
 * Trains one transformer on one thread.
 *
 * <p>An engine starts no threads and may be used by one thread at a time; engines in different
 * threads do not disturb each other. Equal states and batches give equal bits, always.
 */
public final class TrainingEngine implements AutoCloseable {
  /**
   * Makes room for the model and for batches up to a shape.
   *
   * @param backend name of the kernels, {@code cpu}
   * @throws IllegalArgumentException if there is no such backend or {@code shape.length()} exceeds
   *     the model's positions
   * @throws IllegalStateException if the backend cannot start here; the message says what to do
   */
  public TrainingEngine(
      TransformerConfig config, OptimizerConfig optimizer, BatchShape shape, String backend) {}

  /**
   * Takes a copy of a state.
   *
   * @throws IllegalArgumentException if it is of another size than the model
   */
  public void load(TrainingState state) {
    notBuilt();
  }

  /** Returns a copy of the state. */
  public TrainingState store() {
    notBuilt();
    return null;
  }

  /**
   * Does one optimizer step on the mean loss over all labels of all micro-batches.
   *
   * @param microBatches at least one, each within the engine's shape
   * @param learningRate of this step, not negative
   * @param dropoutSeed with the row and column of an element it decides what drops out
   */
  public StepResult step(List<Batch> microBatches, double learningRate, long dropoutSeed) {
    notBuilt();
    return null;
  }

  /** Returns the losses of a batch, without dropout; the state stays as it is. */
  public LossSums evaluate(Batch batch) {
    notBuilt();
    return LossSums.ZERO;
  }

  /**
   * Returns the logits of the label rows, without dropout; labels are ignored.
   *
   * @return (labelCount, V), row-major
   */
  public float[] logits(Batch batch) {
    notBuilt();
    return new float[0];
  }

  @Override
  public void close() {}

  private static void notBuilt() {
    if (LossSums.ZERO.tokens() == 0) {
      throw new IllegalStateException("not built yet");
    }
  }
}
