package dev.kindling.model.nn;

import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Backends;
import dev.kindling.model.kernels.Kernels;
import java.util.ArrayList;
import java.util.List;

/**
 * One part of the network with memory of its own, for frameworks that call parts one by one and
 * hand rows from one to the next: the same kernels and the same code as {@link Transformer}, with a
 * copy of the rows at each border. Rows travel as (B, L, h), zero in the padding.
 *
 * <p>{@link #backward} follows the {@link #forward} whose gradient it takes; one caller at a time.
 */
public abstract class NetworkPart implements AutoCloseable {
  private final Kernels kernels;
  private final BatchShape shape;
  private final Parameters parameters;
  private final List<ParameterSlice> own;
  final Workspace workspace;

  NetworkPart(Spec spec, BatchShape shape) {
    this.shape = shape;
    this.own = fromZero(spec.kind().slices(spec.config(), spec.layer()));
    EngineOptions options = EngineOptions.cpu().withThreads(spec.threads());
    kernels = Backends.open(options.backend(), options.threads());
    parameters = new Parameters(kernels, withWords(spec));
    workspace = new Workspace(kernels, spec.config(), shape, options, parameters);
  }

  /**
   * What a part is.
   *
   * @param config of the whole network
   * @param layer number of the block; 0 for the others
   * @param threads that compute; no result depends on it
   */
  public record Spec(TransformerConfig config, PartKind kind, int layer, int threads) {

    /**
     * Makes the part with room for batches up to a shape.
     *
     * @throws IllegalArgumentException for {@link PartKind#WORDS}, which computes nothing
     */
    public NetworkPart open(BatchShape shape) {
      return switch (kind) {
        case WORDS -> throw new IllegalArgumentException("word embeddings compute nothing");
        case EMBEDDINGS -> new EmbeddingsPart(this, shape);
        case BLOCK -> new BlockPart(this, shape);
        case FINAL_NORM -> new FinalNormPart(this, shape);
        case LABEL_HEAD -> new LabelHeadPart(this, shape);
        case NEXT_HEAD -> new NextHeadPart(this, shape);
      };
    }
  }

  private static List<ParameterSlice> fromZero(List<ParameterSlice> slices) {
    int base = slices.isEmpty() ? 0 : slices.get(0).offset();
    return slices.stream()
        .map(
            s -> new ParameterSlice(s.name(), s.offset() - base, s.rows(), s.columns(), s.decays()))
        .toList();
  }

  private List<ParameterSlice> withWords(Spec spec) {
    List<ParameterSlice> all = new ArrayList<>(own);
    if (spec.kind().readsWords()) {
      all.addAll(PartKind.WORDS.slices(spec.config(), 0));
    }
    return all;
  }

  /**
   * Takes the weights of a step.
   *
   * @param values of its own slices, one after the other
   * @param words the word embeddings (V, h) where it reads them, else null
   */
  public void load(float[] values, float[] words) {
    for (ParameterSlice slice : own) {
      parameters.get(slice.name()).value().write(values, slice.offset());
    }
    if (words != null) {
      parameters.get(PartKind.WORD).value().write(words, 0);
    }
    workspace.refreshWeights();
    parameters.beginStep();
  }

  /**
   * Computes what the part makes of rows.
   *
   * @param batch with the lengths of its sequences; the embeddings read its tokens, the label head
   *     its label rows
   * @param input (B, L, h); null for the embeddings
   * @param plan what drops out
   * @return (B, L, h), of the heads (label rows, V) or (B, 2)
   */
  public abstract float[] forward(Batch batch, float[] input, DropoutPlan plan);

  /**
   * Takes the gradient of what {@link #forward} returned to that of its input, and keeps those of
   * the weights.
   *
   * @return (B, L, h); null for the embeddings
   */
  public abstract float[] backward(float[] gradient);

  /**
   * Copies the weights' gradients.
   *
   * @param values receives those of its own slices, one after the other
   * @param words receives that of the word embeddings where it reads them, else null
   */
  public void gradients(float[] values, float[] words) {
    parameters.completeGradients();
    for (ParameterSlice slice : own) {
      parameters.get(slice.name()).gradient().read(values, slice.offset(), slice.size());
    }
    if (words != null) {
      parameters.get(PartKind.WORD).gradient().read(words, 0, words.length);
    }
  }

  /** The largest batches that it has room for. */
  public BatchShape shape() {
    return shape;
  }

  @Override
  public void close() {
    workspace.close();
    parameters.close();
    kernels.close();
  }
}
