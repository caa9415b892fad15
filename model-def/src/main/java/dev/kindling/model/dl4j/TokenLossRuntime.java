package dev.kindling.model.dl4j;

import dev.kindling.model.nn.SoftmaxLoss;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.LossLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The output layer at work. Its activations are the logits. */
final class TokenLossRuntime extends LossLayer {
  private static final long serialVersionUID = 1;

  TokenLossRuntime(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    return input;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray none, LayerWorkspaceMgr workspaces) {
    int[] given = Floats.ints(labels);
    int[] places = TokenLabels.given(given);
    int classes = (int) input.size(2);
    float[] rows = TokenLabels.pick(Floats.of(input), places, classes);
    SoftmaxLoss.loss(rows, classes, at(given, places), 1f / Math.max(1, places.length));
    float[] gradient = TokenLabels.spread(rows, places, classes, given.length);
    return new Pair<>(new DefaultGradient(), Floats.array(gradient, input.shape()));
  }

  @Override
  public double computeScore(
      double regularization, boolean training, LayerWorkspaceMgr workspaces) {
    score = meanLoss(Floats.ints(labels), Floats.of(input)) + regularization;
    return score;
  }

  @Override
  public INDArray computeScoreForExamples(double regularization, LayerWorkspaceMgr workspaces) {
    int examples = (int) input.size(0);
    float[] scores = new float[examples];
    for (int b = 0; b < examples; b++) {
      double loss = meanLoss(Floats.ints(labels.slice(b)), Floats.of(input.slice(b)));
      scores[b] = (float) (loss + regularization);
    }
    return Floats.array(scores, examples, 1);
  }

  private double meanLoss(int[] given, float[] logits) {
    int[] places = TokenLabels.given(given);
    int classes = (int) input.size(2);
    float[] rows = TokenLabels.pick(logits, places, classes);
    return SoftmaxLoss.loss(rows, classes, at(given, places), 0) / Math.max(1, places.length);
  }

  private static int[] at(int[] values, int[] places) {
    int[] some = new int[places.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = values[places[i]];
    }
    return some;
  }

  @Override
  public long numParams(boolean backwards) {
    return ((TokenLoss) layerConf()).graphParameters();
  }

  /** DL4J's own frees the memory of the labels, which belong to the caller. */
  @Override
  public void clear() {
    input = null;
    labels = null;
    maskArray = null;
  }
}
