package dev.kindling.benchmarks.training;

/**
 * A model with its optimizer state and its batch, ready to take steps: AdamW with betas 0.9 and
 * 0.999, epsilon 1e-8, weight decay 0.01 and gradients clipped to a global norm of 1.
 */
interface TrainingStep extends AutoCloseable {
  /** Of every step. */
  double LEARNING_RATE = 1e-4;

  /** Does one whole optimizer step and returns the mean loss before it, in nats. */
  double step();

  @Override
  void close();
}
