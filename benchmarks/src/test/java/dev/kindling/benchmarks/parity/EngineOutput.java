package dev.kindling.benchmarks.parity;

import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.LossSums;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.OptimizerKind;
import dev.kindling.model.TrainingEngine;
import dev.kindling.model.TrainingState;
import dev.kindling.model.TransformerConfig;
import java.util.List;

/**
 * What the engine makes of a batch.
 *
 * @param logits of the label rows, (labels, V)
 * @param losses of the training step
 * @param gradient of the mean loss, in the order of {@code ParameterLayout}
 */
@SuppressWarnings("ArrayRecordComponent") // read by tests at once, never compared
record EngineOutput(float[] logits, LossSums losses, float[] gradient) {

  /**
   * Without memory and clipping, AdamW's first moment after a step is the gradient itself, so that
   * the engine's public face is enough to read it.
   */
  private static final OptimizerConfig GRADIENT_AS_MOMENT =
      new OptimizerConfig(OptimizerKind.ADAMW, 0, 0, 1e-6, 0, 0);

  static EngineOutput of(
      TransformerConfig config, float[] weights, Batch batch, EngineOptions options) {
    try (TrainingEngine engine =
        new TrainingEngine(config, GRADIENT_AS_MOMENT, shapeOf(batch), options)) {
      float[] zeros = new float[weights.length];
      engine.load(new TrainingState(weights, zeros, zeros, 0));
      float[] logits = engine.logits(batch);
      LossSums losses = engine.step(List.of(batch), 0, 1).losses();
      return new EngineOutput(logits, losses, engine.store().firstMoment());
    }
  }

  static BatchShape shapeOf(Batch batch) {
    return new BatchShape(batch.sequences(), batch.length(), Math.max(1, batch.labelCount()));
  }
}
