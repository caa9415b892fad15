package dev.kindling.jobs.estimate;

import dev.kindling.model.TransformerConfig;

/**
 * Floating-point operations of training: a multiplication and an addition are two, matrix products
 * only, the backward pass is twice the forward pass.
 */
final class StepArithmetic {
  private StepArithmetic() {}

  /**
   * Of one sequence. Behind the attention of its last block the engine computes only the rows that
   * are read.
   *
   * @param labels rows of it that the loss reads
   */
  static double flop(TransformerConfig model, double length, double labels) {
    double h = model.hidden();
    double attention = 6 * length * h * h + 4 * length * length * h;
    double behind = 2 * h * h + 4 * h * model.feedForward();
    double rows = (model.layers() - 1.0) * length + labels + (model.isBert() ? 1 : 0);
    double head = 2 * labels * h * (model.vocabularySize() + (model.isBert() ? h : 0));
    return 3 * (model.layers() * attention + rows * behind + head);
  }
}
