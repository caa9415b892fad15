package dev.kindling.model.dl4j;

import dev.kindling.model.Initializer;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.nn.NetworkPart;
import dev.kindling.model.nn.PartKind;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * The settings of one part of the network as a vertex; DL4J writes them as JSON by their fields.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE)
public final class PartVertex extends GraphVertex implements TrainingConfig {
  private static final long serialVersionUID = 1;

  private TransformerConfig model;
  private PartKind kind;
  private int layer;
  private int threads;
  private long seed;
  private IUpdater updater;

  /** For JSON. */
  PartVertex() {}

  /**
   * Makes a vertex.
   *
   * @param spec what it computes
   * @param updater that DL4J moves its weights with
   * @param seed of the first weights and of dropout
   */
  PartVertex(NetworkPart.Spec spec, IUpdater updater, long seed) {
    this.model = spec.config();
    this.kind = spec.kind();
    this.layer = spec.layer();
    this.threads = spec.threads();
    this.updater = updater;
    this.seed = seed;
  }

  NetworkPart.Spec spec() {
    return new NetworkPart.Spec(model, kind, layer, threads);
  }

  long seed() {
    return seed;
  }

  List<ParameterSlice> slices() {
    return kind.slices(model, layer);
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    if (type != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "the graph computes in " + type + "; the kernels of vertex " + name + " need FLOAT");
    }
    if (initialize && parameters != null) {
      parameters.assign(Floats.array(firstWeights(), parameters.shape()));
    }
    return new PartVertexRuntime(graph, name, index, type, this, parameters);
  }

  /** The same as the engine's. */
  private float[] firstWeights() {
    float[] values = new float[Math.toIntExact(numParams(false))];
    int at = 0;
    for (ParameterSlice slice : slices()) {
      new Initializer(model, seed).draw(slice, 0, slice.size(), values, at);
      at += slice.size();
    }
    return values;
  }

  @Override
  public long numParams(boolean backprop) {
    return slices().stream().mapToLong(ParameterSlice::size).sum();
  }

  @Override
  public int minVertexInputs() {
    return 1;
  }

  @Override
  public int maxVertexInputs() {
    return 4;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    int width =
        switch (kind) {
          case LABEL_HEAD -> model.vocabularySize();
          case NEXT_HEAD -> 2;
          default -> model.hidden();
        };
    return InputType.recurrent(width);
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    InputType output = getOutputType(0, inputs);
    return new LayerMemoryReport.Builder(kind.name(), PartVertex.class, output, output)
        .standardMemory(numParams(true), updater.stateSize(numParams(true)))
        .build();
  }

  /** The vertex's name: DL4J's updater looks weights up by it. */
  @Override
  public String getLayerName() {
    String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return kind == PartKind.BLOCK ? name + "-" + layer : name;
  }

  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    return List.of();
  }

  @Override
  public boolean isPretrainParam(String parameter) {
    return false;
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return updater;
  }

  @Override
  public GradientNormalization getGradientNormalization() {
    return GradientNormalization.None;
  }

  @Override
  public double getGradientNormalizationThreshold() {
    return 1;
  }

  @Override
  public void setDataType(DataType type) {
    // the kernels have theirs; another one is refused in instantiate
  }

  @Override
  public PartVertex clone() {
    return new PartVertex(spec(), updater, seed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartVertex vertex
        && spec().equals(vertex.spec())
        && seed == vertex.seed
        && updater.equals(vertex.updater);
  }

  @Override
  public int hashCode() {
    return Objects.hash(spec(), seed, updater);
  }
}
