package dev.kindling.model.dl4j;

import dev.kindling.model.ParameterLayout;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.nn.NetworkPart;
import dev.kindling.model.nn.PartKind;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The network as a DL4J graph. Its parameter vector has the order of {@link ParameterLayout} and a
 * fresh graph the engine's first weights; on the same batch the score is the engine's loss and the
 * gradient the engine's, but for the order of sums.
 *
 * <p>Inputs and labels are {@link GraphBatches}'s. Outputs are logits: of the label positions (B,
 * K, V), zero where there is none, and for BERT of the next-sentence decision (B, 1, 2). The word
 * embeddings are a vertex of their own, read by the embeddings and by the label head: so DL4J adds
 * up their two gradients.
 */
public final class TransformerGraph {
  static {
    KernelsFirst.load();
  }

  static final String TOKENS = "tokens";
  static final String SEGMENTS = "segments";
  static final String LENGTHS = "lengths";
  static final String POSITIONS = "label-positions";
  private static final String LABEL_LOSS = "label-loss";
  private static final String NEXT_LOSS = "next-loss";

  private final TransformerConfig config;
  private final IUpdater updater;
  private final long seed;
  private final int threads;

  private TransformerGraph(TransformerConfig config, IUpdater updater, long seed, int threads) {
    this.config = config;
    this.updater = updater;
    this.seed = seed;
    this.threads = threads;
  }

  /**
   * Returns a graph with its first weights.
   *
   * @param updater that {@code fit} moves them with
   * @param seed of the weights and of dropout
   * @param threads of each part's kernels, at least 1; no result depends on it
   */
  public static ComputationGraph create(
      TransformerConfig config, IUpdater updater, long seed, int threads) {
    ComputationGraph graph = new ComputationGraph(configuration(config, updater, seed, threads));
    graph.init();
    return graph;
  }

  /** Returns the configuration of such a graph. */
  public static ComputationGraphConfiguration configuration(
      TransformerConfig config, IUpdater updater, long seed, int threads) {
    return new TransformerGraph(config, updater, seed, threads).configuration();
  }

  private ComputationGraphConfiguration configuration() {
    ComputationGraphConfiguration.GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT)
            .seed(seed)
            .updater(updater)
            .miniBatch(false) // gradients are means already
            .trainingWorkspaceMode(WorkspaceMode.NONE) // the kernels have their own memory
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .graphBuilder()
            .addInputs(inputs(config));
    String words = add(builder, PartKind.WORDS, 0, TOKENS);
    String embeddings =
        config.isBert()
            ? add(builder, PartKind.EMBEDDINGS, 0, TOKENS, SEGMENTS, LENGTHS, words)
            : add(builder, PartKind.EMBEDDINGS, 0, TOKENS, LENGTHS, words);
    String last = addBlocks(builder, embeddings);
    String labels = add(builder, PartKind.LABEL_HEAD, 0, last, LENGTHS, POSITIONS, words);
    builder.addLayer(LABEL_LOSS, TokenLoss.create(ParameterLayout.of(config).size()), labels);
    if (!config.isBert()) {
      return builder.setOutputs(LABEL_LOSS).build();
    }
    String next = add(builder, PartKind.NEXT_HEAD, 0, last, LENGTHS);
    builder.addLayer(NEXT_LOSS, TokenLoss.create(0), next);
    return builder.setOutputs(LABEL_LOSS, NEXT_LOSS).build();
  }

  private String addBlocks(ComputationGraphConfiguration.GraphBuilder builder, String first) {
    String last = first;
    for (int layer = 0; layer < config.layers(); layer++) {
      last = add(builder, PartKind.BLOCK, layer, last, LENGTHS);
    }
    return config.isPreNorm() ? add(builder, PartKind.FINAL_NORM, 0, last, LENGTHS) : last;
  }

  /** Adds a part's vertex and returns its name. */
  private String add(
      ComputationGraphConfiguration.GraphBuilder builder,
      PartKind kind,
      int layer,
      String... inputs) {
    PartVertex vertex =
        new PartVertex(new NetworkPart.Spec(config, kind, layer, threads), updater, seed);
    builder.addVertex(vertex.getLayerName(), vertex, inputs);
    return vertex.getLayerName();
  }

  static List<String> inputs(TransformerConfig config) {
    return config.isBert()
        ? List.of(TOKENS, SEGMENTS, LENGTHS, POSITIONS)
        : List.of(TOKENS, LENGTHS, POSITIONS);
  }
}
