package dev.kindling.model.reference;

import dev.kindling.model.Architecture;
import dev.kindling.model.Batch;
import dev.kindling.model.NormPlacement;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.PositionEncoding;
import dev.kindling.model.TransformerConfig;
import java.util.Arrays;

/**
 * The network as the papers write it, in double precision and plain loops, one sequence at a time,
 * without dropout: the specification that the fast network is tested against. Padding is not
 * computed at all.
 *
 * <p>BERT (Devlin et al. 2018): every position sees every other. GPT (Radford et al. 2018, 2019): a
 * position sees itself and what stands before it. Normalisation behind each residual (BERT, GPT-1)
 * or before each sublayer and after the last (GPT-2), learned or sinusoidal positions, and the
 * activation are as the configuration says, for both.
 */
public final class ReferenceTransformer {

  /**
   * What one batch gives.
   *
   * @param labelLoss mean over the label rows of -ln p(label); 0 without labels
   * @param nextLoss mean over the sequences of the next-sentence loss; 0 where the batch has no
   *     such labels
   * @param logits (label rows, vocabulary)
   * @param nextLogits (sequences, 2), column 1 is "random sentence"; empty without such labels
   */
  @SuppressWarnings("ArrayRecordComponent") // read once by a test, never compared
  public record Result(
      double labelLoss, double nextLoss, double[][] logits, double[][] nextLogits) {

    /** The loss that training lowers. */
    public double loss() {
      return labelLoss + nextLoss;
    }
  }

  private final TransformerConfig config;
  private final ParameterLayout layout;
  private final double[] parameters;

  private ReferenceTransformer(TransformerConfig config, double[] parameters) {
    this.config = config;
    this.layout = ParameterLayout.of(config);
    this.parameters = parameters;
    if (parameters.length != layout.size()) {
      throw new IllegalArgumentException(
          "the layout holds " + layout.size() + " parameters, got " + parameters.length);
    }
  }

  /** Runs the network over a batch. */
  public static Result run(TransformerConfig config, double[] parameters, Batch batch) {
    return new ReferenceTransformer(config, parameters).run(batch);
  }

  /** The training loss by itself, for {@link FiniteDifferences}. */
  public static double loss(TransformerConfig config, double[] parameters, Batch batch) {
    return run(config, parameters, batch).loss();
  }

  /** Derivatives of the training loss by a few parameters, by central differences. */
  public static double[] gradient(
      TransformerConfig config, double[] parameters, Batch batch, int[] indices) {
    return FiniteDifferences.gradient(p -> loss(config, p, batch), parameters, indices, 1e-5);
  }

  private Result run(Batch batch) {
    double[][][] hidden = new double[batch.sequences()][][]; // (sequences, own length, hidden)
    for (int b = 0; b < batch.sequences(); b++) {
      int start = b * batch.length();
      int end = start + batch.lengths()[b];
      int[] tokens = Arrays.copyOfRange(batch.tokens(), start, end);
      int[] segments = bert() ? Arrays.copyOfRange(batch.segments(), start, end) : null;
      hidden[b] = encode(tokens, segments);
    }
    double[][] logits = new double[batch.labelCount()][];
    double labelLoss = 0;
    for (int i = 0; i < logits.length; i++) {
      int row = batch.labelRows()[i];
      logits[i] = vocabularyLogits(hidden[row / batch.length()][row % batch.length()]);
      labelLoss += ReferenceMath.crossEntropy(logits[i], batch.labels()[i]) / logits.length;
    }
    double[][] nextLogits = new double[batch.nextLabels().length][];
    double nextLoss = 0;
    for (int b = 0; b < nextLogits.length; b++) {
      nextLogits[b] = nextSentenceLogits(hidden[b][0]);
      nextLoss +=
          ReferenceMath.crossEntropy(nextLogits[b], batch.nextLabels()[b]) / nextLogits.length;
    }
    return new Result(labelLoss, nextLoss, logits, nextLogits);
  }

  /** From the tokens of one sequence to its last hidden states, (length, hidden). */
  private double[][] encode(int[] tokens, int[] segments) {
    double[][] x = new double[tokens.length][];
    for (int t = 0; t < x.length; t++) {
      x[t] = ReferenceMath.plus(row("embeddings.word", tokens[t]), position(t));
      if (bert()) {
        x[t] = ReferenceMath.plus(x[t], row("embeddings.segment", segments[t]));
      }
    }
    if (bert() && !preNorm()) {
      x = norm("embeddings.norm", x);
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      x = preNorm() ? preNormBlock("block." + layer, x) : postNormBlock("block." + layer, x);
    }
    return preNorm() ? norm("final.norm", x) : x;
  }

  private double[] position(int t) {
    return config.positionEncoding() == PositionEncoding.LEARNED
        ? row("embeddings.position", t)
        : ReferenceMath.sinusoids(t, config.hidden());
  }

  /** x ← norm(x + attention(x)); x ← norm(x + feedforward(x)). */
  private double[][] postNormBlock(String block, double[][] x) {
    double[][] y = norm(block + ".attention.norm", plus(x, attention(block, x)));
    return norm(block + ".feedforward.norm", plus(y, feedForward(block, y)));
  }

  /** x ← x + attention(norm(x)); x ← x + feedforward(norm(x)). */
  private double[][] preNormBlock(String block, double[][] x) {
    double[][] y = plus(x, attention(block, norm(block + ".attention.norm", x)));
    return plus(y, feedForward(block, norm(block + ".feedforward.norm", y)));
  }

  /** Each head: softmax(q·k / sqrt(width)) · v over the visible positions; then one projection. */
  private double[][] attention(String block, double[][] x) {
    int length = x.length;
    int hidden = config.hidden();
    int width = hidden / config.heads();
    double[][] qkv = linear(block + ".attention.qkv", x); // (length, 3·hidden): q, then k, then v
    double[][] context = new double[length][hidden];
    for (int head = 0; head < config.heads(); head++) {
      double[][] query = columns(qkv, head * width, width);
      double[][] key = columns(qkv, hidden + head * width, width);
      double[][] value = columns(qkv, 2 * hidden + head * width, width);
      for (int t = 0; t < length; t++) {
        double[] scores = new double[bert() ? length : t + 1];
        for (int s = 0; s < scores.length; s++) {
          scores[s] = ReferenceMath.dot(query[t], key[s]) / Math.sqrt(width);
        }
        double[] weights = ReferenceMath.softmax(scores);
        for (int s = 0; s < scores.length; s++) {
          for (int i = 0; i < width; i++) {
            context[t][head * width + i] += weights[s] * value[s][i];
          }
        }
      }
    }
    return linear(block + ".attention.output", context);
  }

  private double[][] feedForward(String block, double[][] x) {
    double[][] inner = linear(block + ".feedforward.inner", x); // (length, feedForward)
    return linear(block + ".feedforward.outer", activate(inner));
  }

  /** BERT: dense, activation and norm first. The output embedding is the input embedding. */
  private double[] vocabularyLogits(double[] hidden) {
    double[] x = hidden;
    if (bert()) {
      x = norm("mlm.norm", activate(linear("mlm.dense", new double[][] {hidden}))[0]);
    }
    double[] logits = new double[config.vocabularySize()];
    for (int id = 0; id < logits.length; id++) {
      logits[id] = ReferenceMath.dot(row("embeddings.word", id), x);
    }
    return bert() ? ReferenceMath.plus(logits, row("mlm.output.bias", 0)) : logits;
  }

  /** From the state of [CLS], through the pooler's tanh. */
  private double[] nextSentenceLogits(double[] hidden) {
    double[][] pooled = linear("pooler.dense", new double[][] {hidden});
    for (int i = 0; i < hidden.length; i++) {
      pooled[0][i] = Math.tanh(pooled[0][i]);
    }
    return linear("nsp", pooled)[0];
  }

  private boolean bert() {
    return config.architecture() == Architecture.BERT;
  }

  private boolean preNorm() {
    return config.normPlacement() == NormPlacement.PRE;
  }

  /** One row of a named matrix. */
  private double[] row(String name, int index) {
    ParameterSlice slice = layout.slice(name);
    int from = slice.offset() + index * slice.columns();
    return Arrays.copyOfRange(parameters, from, from + slice.columns());
  }

  /** y = x · weightᵀ + bias, weight (out, in). */
  private double[][] linear(String name, double[][] x) {
    double[] bias = row(name + ".bias", 0);
    double[][] y = new double[x.length][bias.length];
    for (int out = 0; out < bias.length; out++) {
      double[] weights = row(name + ".weight", out);
      for (int t = 0; t < x.length; t++) {
        y[t][out] = ReferenceMath.dot(weights, x[t]) + bias[out];
      }
    }
    return y;
  }

  private double[][] norm(String name, double[][] x) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = norm(name, x[t]);
    }
    return y;
  }

  private double[] norm(String name, double[] x) {
    return ReferenceMath.layerNorm(
        x, row(name + ".gain", 0), row(name + ".bias", 0), config.layerNormEpsilon());
  }

  private double[][] activate(double[][] x) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = Arrays.stream(x[t]).map(this::activate).toArray();
    }
    return y;
  }

  private double activate(double x) {
    return switch (config.activation()) {
      case GELU_ERF -> ReferenceMath.geluErf(x);
      case GELU_TANH -> ReferenceMath.geluTanh(x);
      case RELU -> Math.max(0, x);
    };
  }

  private static double[][] plus(double[][] a, double[][] b) {
    double[][] sum = new double[a.length][];
    for (int t = 0; t < a.length; t++) {
      sum[t] = ReferenceMath.plus(a[t], b[t]);
    }
    return sum;
  }

  private static double[][] columns(double[][] x, int from, int count) {
    double[][] part = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      part[t] = Arrays.copyOfRange(x[t], from, from + count);
    }
    return part;
  }
}
