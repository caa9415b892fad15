package dev.kindling.benchmarks.parity;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.layer_norm;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.matmul;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.softmax;
import static org.bytedeco.pytorch.global.torch.tanh;

import dev.kindling.model.Batch;
import dev.kindling.model.NormPlacement;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.PositionEncoding;
import dev.kindling.model.TransformerConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * BERT (Devlin et al. 2019), GPT-1 and GPT-2 (Radford et al. 2018, 2019) on PyTorch's operations,
 * differentiated by its autograd. Computes on the padded rectangle (B, L) with a mask.
 *
 * <p>Tensors belong to the {@code PointerScope} that is open when they are made.
 */
final class LibtorchNetwork {
  private static final double HIDDEN_SCORE = -1e30; // finite: a row of padding alone is not NaN
  private static final long SUM = 2; // PyTorch's number for reduction by summing
  private static final long NOTHING_IGNORED = -100;

  private final TransformerConfig config;
  private final ScalarType type;
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();

  /**
   * Copies the weights.
   *
   * @param weights in the order of {@link ParameterLayout}
   * @param type of all arithmetic, Float or Double
   */
  LibtorchNetwork(TransformerConfig config, float[] weights, ScalarType type) {
    this.config = config;
    this.type = type;
    for (ParameterSlice slice : ParameterLayout.of(config).slices()) {
      Tensor leaf = tensor(weights, slice).to(type, false, true, null);
      parameters.put(slice.name(), leaf.set_requires_grad(true));
    }
  }

  /** Returns one slice of a flat vector as a tensor of float32: (rows, columns) or (columns). */
  static Tensor tensor(float[] vector, ParameterSlice slice) {
    long[] shape =
        slice.decays() ? new long[] {slice.rows(), slice.columns()} : new long[] {slice.columns()};
    try (FloatPointer data = new FloatPointer(slice.size())) {
      data.put(vector, slice.offset(), slice.size());
      return torch.from_blob(data, shape).clone();
    }
  }

  /** The weights by name; their gradients are where PyTorch keeps them. */
  Map<String, Tensor> parameters() {
    return parameters;
  }

  /**
   * What a batch gives.
   *
   * @param logits of the label rows, (labels, V); null without labels
   * @param labelLossSum cross-entropy of the labels, summed
   * @param nextLossSum cross-entropy of the next-sentence labels, summed
   * @param loss what training minimises: mean of the ones plus mean of the others; null without any
   */
  record Output(Tensor logits, double labelLossSum, double nextLossSum, Tensor loss) {}

  Output forward(Batch batch) {
    Tensor states = states(batch); // (B, L, h)
    Tensor loss = null;
    Tensor logits = null;
    double labelLossSum = 0;
    double nextLossSum = 0;
    if (batch.labelCount() > 0) {
      Tensor rows = states.reshape(-1, config.hidden()).index_select(0, indices(batch.labelRows()));
      logits = config.isBert() ? maskedWordLogits(rows) : matmul(rows, wordsTransposed());
      Tensor sum = crossEntropySum(logits, batch.labels());
      labelLossSum = sum.item_double();
      loss = sum.div(new Scalar((double) batch.labelCount()));
    }
    int[] withNext = sequencesWithNextLabels(batch);
    if (withNext.length > 0) {
      Tensor first = states.select(1, 0).index_select(0, indices(withNext));
      Tensor pooled = tanh(dense(first, "pooler.dense"));
      int[] nextLabels = Arrays.stream(withNext).map(b -> batch.nextLabels()[b]).toArray();
      Tensor sum = crossEntropySum(dense(pooled, "nsp"), nextLabels);
      nextLossSum = sum.item_double();
      Tensor mean = sum.div(new Scalar((double) nextLabels.length));
      loss = loss == null ? mean : loss.add(mean);
    }
    return new Output(logits, labelLossSum, nextLossSum, loss);
  }

  private static int[] sequencesWithNextLabels(Batch batch) {
    return IntStream.range(0, batch.nextLabels().length)
        .filter(b -> batch.lengths()[b] > 0)
        .toArray();
  }

  private Tensor states(Batch batch) {
    Tensor hidden = hiddenScores(batch);
    Tensor x = embeddings(batch);
    boolean pre = config.normPlacement() == NormPlacement.PRE;
    for (int layer = 0; layer < config.layers(); layer++) {
      String attention = "block." + layer + ".attention.";
      String feedForward = "block." + layer + ".feedforward.";
      if (pre) {
        x = x.add(attention(norm(x, attention + "norm"), attention, hidden));
        x = x.add(feedForward(norm(x, feedForward + "norm"), feedForward));
      } else {
        x = norm(x.add(attention(x, attention, hidden)), attention + "norm");
        x = norm(x.add(feedForward(x, feedForward)), feedForward + "norm");
      }
    }
    return pre ? norm(x, "final.norm") : x;
  }

  private Tensor embeddings(Batch batch) {
    Tensor x = embedding(parameters.get("embeddings.word"), rectangle(batch, batch.tokens()));
    x = x.add(positions(batch.length()));
    if (config.isBert()) {
      Tensor segments = rectangle(batch, batch.segments());
      x = x.add(embedding(parameters.get("embeddings.segment"), segments));
    }
    return parameters.containsKey("embeddings.norm.gain") ? norm(x, "embeddings.norm") : x;
  }

  /** (L, h). */
  private Tensor positions(int length) {
    if (config.positionEncoding() == PositionEncoding.LEARNED) {
      return parameters.get("embeddings.position").narrow(0, 0, length);
    }
    int hidden = config.hidden();
    double[] table = new double[length * hidden];
    for (int i = 0; i < table.length; i++) {
      int column = i % hidden;
      int position = i / hidden;
      double wavelength = Math.pow(10000, (column - column % 2) / (double) hidden);
      double angle = position / wavelength;
      table[i] = column % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
    }
    return Tensor.create(table, length, hidden).to(type);
  }

  private Tensor attention(Tensor x, String prefix, Tensor hiddenScores) {
    long b = x.size(0);
    long length = x.size(1);
    int headSize = config.headSize();
    Tensor qkv =
        dense(x, prefix + "qkv")
            .reshape(b, length, 3, config.heads(), headSize)
            .permute(2, 0, 3, 1, 4); // (3, B, heads, L, d)
    Tensor scores =
        matmul(qkv.select(0, 0), qkv.select(0, 1).transpose(2, 3))
            .div(new Scalar(Math.sqrt(headSize)))
            .masked_fill(hiddenScores, new Scalar(HIDDEN_SCORE));
    Tensor context = matmul(softmax(scores, -1), qkv.select(0, 2)); // (B, heads, L, d)
    return dense(context.transpose(1, 2).reshape(b, length, config.hidden()), prefix + "output");
  }

  private Tensor feedForward(Tensor x, String prefix) {
    return dense(activation(dense(x, prefix + "inner")), prefix + "outer");
  }

  private Tensor activation(Tensor x) {
    return switch (config.activation()) {
      case GELU_ERF -> gelu(x);
      case GELU_TANH -> gelu(x, "tanh");
      case RELU -> relu(x);
    };
  }

  private Tensor maskedWordLogits(Tensor rows) {
    Tensor x = norm(activation(dense(rows, "mlm.dense")), "mlm.norm");
    return matmul(x, wordsTransposed()).add(parameters.get("mlm.output.bias"));
  }

  private Tensor wordsTransposed() {
    return parameters.get("embeddings.word").transpose(0, 1);
  }

  private static Tensor crossEntropySum(Tensor logits, int[] labels) {
    return cross_entropy_loss(
        logits, indices(labels), new TensorOptional(), SUM, NOTHING_IGNORED, 0.0);
  }

  private Tensor dense(Tensor x, String name) {
    return linear(
        x, parameters.get(name + ".weight"), new TensorOptional(parameters.get(name + ".bias")));
  }

  private Tensor norm(Tensor x, String name) {
    return layer_norm(
        x,
        new long[] {config.hidden()},
        new TensorOptional(parameters.get(name + ".gain")),
        new TensorOptional(parameters.get(name + ".bias")),
        config.layerNormEpsilon(),
        true);
  }

  /** (B, 1, L, L): which keys a query does not see, being padding or, for GPT, later. */
  private Tensor hiddenScores(Batch batch) {
    int length = batch.length();
    boolean[] hidden = new boolean[batch.sequences() * length * length];
    for (int i = 0; i < hidden.length; i++) {
      int key = i % length;
      int query = i / length % length;
      int sequence = i / length / length;
      hidden[i] = key >= batch.lengths()[sequence] || (!config.isBert() && key > query);
    }
    return Tensor.create(hidden, batch.sequences(), 1, length, length);
  }

  /** (B, L), with 0 for padding: what a batch holds there may be anything. */
  private static Tensor rectangle(Batch batch, int[] values) {
    int length = batch.length();
    long[] rectangle = new long[values.length];
    for (int b = 0; b < batch.sequences(); b++) {
      for (int t = 0; t < batch.lengths()[b]; t++) {
        rectangle[b * length + t] = values[b * length + t];
      }
    }
    return Tensor.create(rectangle, batch.sequences(), length);
  }

  private static Tensor indices(int[] values) {
    return Tensor.create(Arrays.stream(values).asLongStream().toArray());
  }
}
