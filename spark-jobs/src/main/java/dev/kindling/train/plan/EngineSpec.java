package dev.kindling.train.plan;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.TrainingEngine;
import dev.kindling.model.TransformerConfig;

/**
 * What a training engine is made of; engines of equal specifications can stand for each other.
 *
 * @param model the network
 * @param optimizer the rule and its constants
 * @param largestBatch the largest micro-batch
 * @param options how it computes
 */
public record EngineSpec(
    TransformerConfig model,
    OptimizerConfig optimizer,
    BatchShape largestBatch,
    EngineOptions options) {

  /**
   * A new engine, to be closed by the caller.
   *
   * @throws KindlingException when it cannot be made here: too little memory, too large a
   *     micro-batch, a processor that cannot multiply in the precision
   */
  public TrainingEngine open() {
    try {
      return new TrainingEngine(model, optimizer, largestBatch, options);
    } catch (IllegalStateException | IllegalArgumentException unable) {
      throw new KindlingException(
          ExitCode.CLUSTER, "The training engine cannot start: " + unable.getMessage(), unable);
    }
  }

  /** Length of the vectors that it takes. */
  public int parameterCount() {
    return ParameterLayout.of(model).size();
  }

  /** The same engine on another device. */
  public EngineSpec on(String device) {
    return new EngineSpec(model, optimizer, largestBatch, options.withBackend(device));
  }
}
