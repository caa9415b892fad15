package dev.kindling.benchmarks.training;

import dev.kindling.model.TransformerConfig;

/**
 * Counts the floating-point operations of a training step as publications do: a multiplication and
 * an addition for each element that a matrix product reads, three products where the forward pass
 * has one, nothing else. For hidden size h, l layers, B sequences of s tokens and V words that is
 * {@code 72·B·l·s·h²·(1 + s/6h + V/12lh)} (Narayanan et al. 2021, "Efficient Large-Scale Language
 * Model Training on GPU Clusters Using Megatron-LM", section 5.1, without its recomputation; the
 * same as {@code 6N + 12·l·h·s} a token of Chowdhery et al. 2022, "PaLM", appendix B). The output
 * layer of a BERT counts for the masked rows alone.
 *
 * <p>It is a measure of the model, not of an implementation: whoever leaves out rows that no loss
 * reads, or the masked half of causal attention, is credited with them.
 */
final class ModelOperations {
  private static final long PER_WEIGHT_AND_ROW = 6;

  private ModelOperations() {}

  /** Returns the operations of one step. */
  static long ofStep(Workload workload) {
    TransformerConfig model = workload.model();
    long hidden = model.hidden();
    long tokens = workload.tokens();
    long block = 4 * hidden * hidden + 2 * hidden * model.feedForward();
    long scores = 2 * hidden * workload.length(); // queries by keys, and scores by values
    long body = model.layers() * tokens * (block + scores);
    return PER_WEIGHT_AND_ROW * (body + heads(workload));
  }

  private static long heads(Workload workload) {
    long hidden = workload.model().hidden();
    long words = hidden * workload.model().vocabularySize();
    if (!workload.model().isBert()) {
      return workload.labels() * words;
    }
    return workload.labels() * (hidden * hidden + words)
        + workload.sequences() * (hidden * hidden + 2 * hidden);
  }
}
