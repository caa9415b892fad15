package dev.kindling.model.dl4j;

import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;
import dev.kindling.model.Hash;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.nn.DropoutPlan;
import dev.kindling.model.nn.NetworkPart;
import dev.kindling.model.nn.PartKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A part of the network at work in a graph. Its weights are a view of the graph's; each pass copies
 * them to the part's own memory, in the form that products read.
 */
@SuppressWarnings("overrides") // of setInputs, which DL4J declares twice
final class PartVertexRuntime extends BaseGraphVertex {
  private static final long serialVersionUID = 1;

  private final PartVertex settings;
  private final INDArray parameters; // (n), null for parts without weights
  private INDArray gradients; // (n)
  private transient NetworkPart part; // between a training pass forward and its way back

  PartVertexRuntime(
      ComputationGraph graph,
      String name,
      int index,
      DataType type,
      PartVertex settings,
      INDArray parameters) {
    super(graph, name, index, null, null, type);
    this.settings = settings;
    this.parameters = parameters;
  }

  private PartKind kind() {
    return settings.spec().kind();
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    if (kind() == PartKind.WORDS) {
      ParameterSlice words = settings.slices().get(0);
      return parameters.reshape('c', words.rows(), words.columns());
    }
    VertexInputs in = new VertexInputs(settings.spec(), inputs);
    Batch batch = in.batch();
    giveBack(); // of a pass that nothing came back from
    NetworkPart.Spec spec = settings.spec();
    int rows = batch.sequences() * batch.length();
    part = PartPool.borrow(spec, new BatchShape(batch.sequences(), batch.length(), rows));
    part.load(ownWeights(), in.words());
    float[] output = part.forward(batch, in.rows(), dropout(training));
    if (!training) {
      giveBack();
    }
    return in.output(output);
  }

  private float[] ownWeights() {
    return parameters == null ? new float[0] : Floats.of(parameters);
  }

  /** The masks of a step depend on the seed and the number of the iteration alone. */
  private DropoutPlan dropout(boolean training) {
    double rate = settings.spec().config().dropout();
    long seed = Hash.of(settings.seed(), graph.getIterationCount());
    return training ? new DropoutPlan(rate, seed, 0) : DropoutPlan.NONE;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray[] inputGradients = new INDArray[inputs.length];
    for (int i = 0; i < inputs.length; i++) { // null where DL4J adds them up makes it lose count
      inputGradients[i] = Nd4j.zeros(DataType.FLOAT, inputs[i].shape());
    }
    if (kind() == PartKind.WORDS) {
      gradients.assign(epsilon.reshape(gradients.shape()));
    } else {
      backward(inputGradients);
    }
    return new Pair<>(gradient(), inputGradients);
  }

  private void backward(INDArray[] inputGradients) {
    VertexInputs in = new VertexInputs(settings.spec(), inputs);
    float[] rows = part.backward(in.outputGradient(epsilon));
    float[] own = new float[gradients == null ? 0 : Math.toIntExact(gradients.length())];
    float[] words = in.readsWords() ? new float[Math.toIntExact(in.wordsArray().length())] : null;
    part.gradients(own, words);
    giveBack();
    if (gradients != null) {
      gradients.assign(Floats.array(own, gradients.shape()));
    }
    if (rows != null) {
      inputGradients[0] = Floats.array(rows, inputs[0].shape());
    }
    if (words != null) {
      inputGradients[inputs.length - 1] = Floats.array(words, in.wordsArray().shape());
    }
  }

  private Gradient gradient() {
    Gradient gradient = new DefaultGradient();
    views(gradients).forEach(gradient::setGradientFor);
    return gradient;
  }

  private void giveBack() {
    if (part != null) {
      PartPool.giveBack(settings.spec(), part);
      part = null;
    }
  }

  /** The weights by name, each as (rows, columns). */
  private Map<String, INDArray> views(INDArray flat) {
    Map<String, INDArray> views = new LinkedHashMap<>();
    long from = 0;
    for (ParameterSlice slice : settings.slices()) {
      INDArray view = flat.get(NDArrayIndex.interval(from, from + slice.size()));
      views.put(slice.name(), view.reshape('c', slice.rows(), slice.columns()));
      from += slice.size();
    }
    return views;
  }

  @Override
  public Map<String, INDArray> paramTable(boolean backpropOnly) {
    return parameters == null ? Map.of() : views(parameters);
  }

  @Override
  public long numParams() {
    return parameters == null ? 0 : parameters.length();
  }

  @Override
  public INDArray params() {
    return parameters;
  }

  @Override
  public TrainingConfig getConfig() {
    return settings;
  }

  @Override
  public INDArray getGradientsViewArray() {
    return gradients;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    gradients = view == null ? null : view.reshape(view.length());
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    return null; // lengths are an input of their own
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public Layer getLayer() {
    return null;
  }

  @Override
  public String toString() {
    return "PartVertex(" + getVertexName() + ", " + kind() + ")";
  }
}
