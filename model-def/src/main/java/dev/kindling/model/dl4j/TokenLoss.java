package dev.kindling.model.dl4j;

import java.util.Collection;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The settings of an output layer: mean cross-entropy of the labels that are given. Input: logits
 * (B, K, C); labels: classes (B, K), negative for none.
 */
public final class TokenLoss extends LossLayer {
  private static final long serialVersionUID = 1;

  @JsonProperty private long graphParameters;

  /** For JSON. */
  TokenLoss() {}

  private TokenLoss(Builder builder, long graphParameters) {
    super(builder);
    this.graphParameters = graphParameters;
  }

  /**
   * Makes the settings.
   *
   * @param graphParameters weights of the whole graph for one of its output layers, 0 for the
   *     others: DL4J counts those of layers only, not of vertices, and trains no graph without
   */
  static TokenLoss create(long graphParameters) {
    return new TokenLoss(new Builder(), graphParameters);
  }

  long graphParameters() {
    return graphParameters;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    TokenLossRuntime layer = new TokenLossRuntime(conf, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamTable(Map.of());
    return layer;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType input) {
    return input;
  }
}
