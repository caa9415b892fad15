package dev.kindling.model.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.Activation;
import dev.kindling.model.Batch;
import dev.kindling.model.NormPlacement;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.PositionEncoding;
import dev.kindling.model.SinusoidalPositions;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.Variants;
import dev.kindling.model.reference.ReferenceTransformer.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReferenceTransformerTest {

  private static final TransformerConfig BERT = TransformerConfig.bert(11, 2, 8, 2, 12, 6, 0);
  private static final TransformerConfig GPT = TransformerConfig.gpt(11, 2, 8, 2, 12, 6, 0);

  @Test
  void shouldLoseTheLogOfTheVocabularyWithoutWeights() {
    double[] zeros = new double[ParameterLayout.of(BERT).size()];
    Result bert = ReferenceTransformer.run(BERT, zeros, bertBatch(4, 1, 2, 3, 4));
    assertThat(bert.labelLoss()).isCloseTo(Math.log(11), within(1e-14));
    assertThat(bert.nextLoss()).isCloseTo(Math.log(2), within(1e-14));
    assertThat(bert.loss()).isEqualTo(bert.labelLoss() + bert.nextLoss());

    zeros = new double[ParameterLayout.of(GPT).size()];
    Result gpt = ReferenceTransformer.run(GPT, zeros, gptBatch(4, 1, 2, 3, 4));
    assertThat(gpt.loss()).isCloseTo(Math.log(11), within(1e-14));
    assertThat(gpt.nextLoss()).isZero();
  }

  /**
   * One head of width 2, where layer normalisation leaves (s, -s) only. Tokens 0 and 1 embed as (1,
   * -1) and (-1, 1); queries, keys, values and projections are the identity. At the second position
   * the scores are then ∓2n²/√2, the weights' difference is tanh(2n²/√2) with n = 1/sqrt(1 + eps).
   */
  @Test
  void shouldMatchTwoTokensByHandForGpt() {
    TransformerConfig config = TransformerConfig.gpt(2, 1, 2, 1, 2, 2, 0);
    double[] p = new double[ParameterLayout.of(config).size()];
    set(config, p, "embeddings.word", 1, -1, -1, 1);
    set(config, p, "block.0.attention.norm.gain", 1, 1);
    set(config, p, "block.0.attention.qkv.weight", 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1);
    set(config, p, "block.0.attention.output.weight", 1, 0, 0, 1);
    set(config, p, "block.0.feedforward.norm.gain", 1, 1);
    set(config, p, "block.0.feedforward.inner.weight", 1, 0, 0, 1);
    set(config, p, "block.0.feedforward.outer.weight", 1, 0, 0, 0); // the first unit only
    set(config, p, "final.norm.gain", 3, 3);
    int[] rows = {0, 1};
    int[] labels = {0, 0};
    Batch batch = Batch.gpt(1, 2, new int[] {0, 1}, new int[] {2}, rows, labels);

    double n = 1 / Math.sqrt(1 + 1e-5);
    double first = 1 + n; // sees itself alone
    double second = -1 - n * Math.tanh(2 * n * n / Math.sqrt(2));
    double[] logit = new double[2]; // of token 0; token 1 has its negative
    double[] sums = {first, second};
    for (int t = 0; t < 2; t++) {
      double s = sums[t] / Math.sqrt(sums[t] * sums[t] + 1e-5);
      double gelu = 0.5 * s * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (s + 0.044715 * s * s * s)));
      double deviation = sums[t] + gelu / 2; // of (sum + gelu, -sum) from its mean
      logit[t] = 2 * 3 * deviation / Math.sqrt(deviation * deviation + 1e-5);
    }

    Result result = ReferenceTransformer.run(config, p, batch);

    for (int t = 0; t < 2; t++) {
      assertThat(result.logits()[t][0]).isCloseTo(logit[t], within(1e-12));
      assertThat(result.logits()[t][1]).isCloseTo(-logit[t], within(1e-12));
    }
    double loss = Math.log(1 + Math.exp(-2 * logit[0])) + Math.log(1 + Math.exp(-2 * logit[1]));
    assertThat(result.labelLoss()).isCloseTo(loss / 2, within(1e-12));
  }

  /** Width 2 again: after each norm the state is the sign pattern times the gain, plus the bias. */
  @Test
  void shouldMatchTheHeadsByHandForBert() {
    TransformerConfig config = TransformerConfig.bert(3, 1, 2, 1, 2, 2, 0);
    double[] p = new double[ParameterLayout.of(config).size()];
    set(config, p, "embeddings.word", 1, 0, 0, 1, 2, 2);
    set(config, p, "embeddings.segment", 0, 0, -4, 0); // turns the second token's sign pattern
    set(config, p, "embeddings.norm.gain", 1, 1);
    set(config, p, "block.0.attention.norm.gain", 1, 1);
    set(config, p, "block.0.feedforward.norm.gain", 0.5, 0.5);
    set(config, p, "mlm.dense.weight", 2, 0, 0, 2);
    set(config, p, "mlm.norm.gain", 1, 1);
    set(config, p, "mlm.norm.bias", 0.25, 0);
    set(config, p, "mlm.output.bias", 0, 0, 7);
    set(config, p, "pooler.dense.weight", 1, 0, 0, 1);
    set(config, p, "nsp.weight", 1, 0, 0, 1);
    set(config, p, "nsp.bias", 0, 0.5);
    int[] tokens = {0, 0};
    int[] segments = {0, 1};
    Batch batch =
        Batch.bert(
            1, 2, tokens, segments, new int[] {2}, new int[] {0, 1}, new int[] {0, 2}, new int[1]);

    Result result = ReferenceTransformer.run(config, p, batch);

    // states (0.5, -0.5) and (-0.5, 0.5); after dense, GELU and norm (1.25, -1) and (-0.75, 1)
    assertThat(result.logits()[0]).containsExactly(new double[] {1.25, -1, 7.5}, within(1e-9));
    assertThat(result.logits()[1]).containsExactly(new double[] {-0.75, 1, 7.5}, within(1e-9));
    double pooled = Math.tanh(0.5);
    assertThat(result.nextLogits()[0])
        .containsExactly(new double[] {pooled, 0.5 - pooled}, within(1e-9));
    assertThat(result.nextLoss()).isCloseTo(Math.log(1 + Math.exp(0.5 - 2 * pooled)), within(1e-9));
  }

  /** With zeros in the block it changes nothing before the norms: only they can be seen. */
  @Test
  void shouldNormaliseAfterTheLastBlockOfPreNormBert() {
    TransformerConfig config =
        TransformerConfig.bert(3, 1, 2, 1, 2, 2, 0).withNormPlacement(NormPlacement.PRE);
    double[] p = new double[ParameterLayout.of(config).size()];
    set(config, p, "embeddings.word", 3, 1, 0, 1, 2, 2);
    set(config, p, "final.norm.gain", 0.5, 0.5);
    set(config, p, "final.norm.bias", 0, 1);
    set(config, p, "pooler.dense.weight", 1, 0, 0, 1);
    set(config, p, "nsp.weight", 1, 0, 0, 1);
    int[] none = {};
    Batch batch =
        Batch.bert(1, 1, new int[1], new int[1], new int[] {1}, none, none, new int[] {1});

    Result result = ReferenceTransformer.run(config, p, batch);

    // (3, 1) has mean 2 and deviation 1
    assertThat(result.nextLogits()[0])
        .containsExactly(new double[] {Math.tanh(0.5), Math.tanh(0.5)}, within(1e-9));
  }

  /** GPT-1's block, by hand: norm(x + attention(x)), then norm(y + feedforward(y)), no more. */
  @Test
  void shouldNormaliseBehindEachResidualOfPostNormGpt() {
    TransformerConfig config =
        TransformerConfig.gpt(2, 1, 2, 1, 2, 2, 0)
            .withNormPlacement(NormPlacement.POST)
            .withActivation(Activation.RELU);
    double[] p = new double[ParameterLayout.of(config).size()];
    set(config, p, "embeddings.word", 7, 1, -1, 1);
    set(config, p, "block.0.attention.norm.gain", 3, 3);
    set(config, p, "block.0.attention.norm.bias", 0, 2);
    set(config, p, "block.0.feedforward.inner.weight", 1, 0, 0, 1);
    set(config, p, "block.0.feedforward.outer.weight", 2, 0, 0, 4);
    set(config, p, "block.0.feedforward.norm.gain", 0.5, 0.25);
    Batch batch = Batch.gpt(1, 1, new int[1], new int[] {1}, new int[1], new int[1]);

    double[] logits = ReferenceTransformer.run(config, p, batch).logits()[0];

    // (7, 1) becomes (3, -1), the feed-forward adds (6, 0): (9, -1) becomes (0.5, -0.25)
    assertThat(logits).containsExactly(new double[] {3.25, -0.75}, within(1e-5));
  }

  @Test
  void shouldAddTheSinusoidsAsALearnedTableWouldBeAdded() {
    for (TransformerConfig learned : List.of(BERT, GPT)) {
      TransformerConfig sinusoidal = learned.withPositionEncoding(PositionEncoding.SINUSOIDAL);
      double[] p = random(learned);
      ParameterSlice position = ParameterLayout.of(learned).slice("embeddings.position");
      float[] table = SinusoidalPositions.table(learned.positions(), learned.hidden());
      for (int i = 0; i < table.length; i++) {
        p[position.offset() + i] = table[i];
      }
      double[] without = new double[p.length - table.length];
      System.arraycopy(p, 0, without, 0, position.offset());
      System.arraycopy(p, position.end(), without, position.offset(), p.length - position.end());
      Batch batch = learned.isBert() ? bertBatch(4, 1, 2, 3, 4) : gptBatch(4, 1, 2, 3, 4);
      double expected = ReferenceTransformer.loss(learned, p, batch);
      assertThat(ReferenceTransformer.loss(sinusoidal, without, batch))
          .isCloseTo(expected, within(1e-6)); // the table is float32
    }
  }

  /** Each variant is another function: no two give one loss for weights as equal as can be. */
  @Test
  void shouldTellAllVariantsApart() {
    for (TransformerConfig base : List.of(BERT, GPT)) {
      Batch batch = base.isBert() ? bertBatch(4, 1, 2, 3, 4) : gptBatch(4, 1, 2, 3, 4);
      List<Double> losses = new ArrayList<>();
      for (TransformerConfig config : Variants.of(base)) {
        losses.add(ReferenceTransformer.loss(config, byName(config), batch));
      }
      assertThat(losses).doesNotHaveDuplicates().allMatch(Double::isFinite);
    }
  }

  @Test
  void shouldIgnorePadding() {
    double[] p = random(BERT);
    double[][] shortLogits = ReferenceTransformer.run(BERT, p, bertBatch(4, 1, 2, 3, 4)).logits();
    double[][] padded = ReferenceTransformer.run(BERT, p, bertBatch(4, 1, 2, 3, 4, 9, 9)).logits();
    assertThat(padded).isDeepEqualTo(shortLogits);
  }

  @Test
  void shouldNotLetGptSeeWhatComesLater() {
    double[] p = random(GPT);
    double[][] a = ReferenceTransformer.run(GPT, p, gptBatch(4, 1, 2, 3, 4)).logits();
    double[][] b = ReferenceTransformer.run(GPT, p, gptBatch(4, 1, 2, 7, 4)).logits();
    assertThat(b[1]).isEqualTo(a[1]);
    assertThat(b[2]).isNotEqualTo(a[2]);
    assertThat(b[3]).isNotEqualTo(a[3]);
  }

  @Test
  void shouldLetBertSeeBothSides() {
    double[] p = random(BERT);
    double[][] a = ReferenceTransformer.run(BERT, p, bertBatch(4, 1, 2, 3, 4)).logits();
    double[][] b = ReferenceTransformer.run(BERT, p, bertBatch(4, 1, 2, 7, 4)).logits();
    assertThat(b[0]).isNotEqualTo(a[0]);
    assertThat(b[3]).isNotEqualTo(a[3]);
  }

  @Test
  void shouldAverageTheLossOverAllLabelsOfABatch() {
    double[] p = random(GPT);
    int[] lengths = {3, 2};
    int[] tokens = {1, 2, 3, 4, 5, 0};
    Batch both = Batch.gpt(2, 3, tokens, lengths, new int[] {0, 1, 4}, new int[] {2, 3, 6});
    double first = loss(p, new int[] {1, 2, 3}, new int[] {0, 1}, new int[] {2, 3});
    double second = loss(p, new int[] {4, 5}, new int[] {1}, new int[] {6});
    assertThat(ReferenceTransformer.loss(GPT, p, both))
        .isCloseTo((2 * first + second) / 3, within(1e-13));
  }

  /** The gradient of the mean loss by the output bias is (softmax - one-hot label) / labels. */
  @Test
  void shouldDifferentiateTheOutputBiasAsTheFormulaSays() {
    Batch batch = bertBatch(4, 1, 2, 3, 4);
    for (TransformerConfig config : Variants.of(BERT)) {
      double[] p = random(config);
      ParameterSlice bias = ParameterLayout.of(config).slice("mlm.output.bias");
      double[] expected = new double[bias.columns()];
      Result result = ReferenceTransformer.run(config, p, batch);
      for (int i = 0; i < batch.labelCount(); i++) {
        double[] probabilities = ReferenceMath.softmax(result.logits()[i]);
        probabilities[batch.labels()[i]] -= 1;
        for (int id = 0; id < expected.length; id++) {
          expected[id] += probabilities[id] / batch.labelCount();
        }
      }
      int[] indices = IntStream.range(bias.offset(), bias.end()).toArray();
      assertThat(ReferenceTransformer.gradient(config, p, batch, indices))
          .as("%s", config)
          .containsExactly(expected, within(1e-9));
    }
  }

  /**
   * A norm makes the loss blind to the scale of what it reads: by Euler's theorem the gradient of
   * the sum's weights is at right angles to them. In BERT's head the dense layer's output is such a
   * sum where the activation is ReLU, which keeps scale.
   */
  @Test
  void shouldNotSeeTheScaleOfWhatIsNormalised() {
    TransformerConfig config = BERT.withActivation(Activation.RELU);
    double[] p = random(config);
    int from = ParameterLayout.of(config).slice("mlm.dense.weight").offset();
    int to = ParameterLayout.of(config).slice("mlm.dense.bias").end();
    int[] indices = IntStream.range(from, to).toArray();
    double[] gradient = ReferenceTransformer.gradient(config, p, bertBatch(4, 1, 2, 3, 4), indices);
    double along = 0;
    double size = 0;
    for (int i = 0; i < indices.length; i++) {
      along += gradient[i] * p[indices[i]];
      size += Math.abs(gradient[i] * p[indices[i]]);
    }
    assertThat(size).isGreaterThan(1e-2);
    assertThat(along).isCloseTo(0, within(1e-8));
  }

  /** Equal values under equal names, so that variants differ in what they compute alone. */
  private static double[] byName(TransformerConfig config) {
    double[] p = new double[ParameterLayout.of(config).size()];
    for (ParameterSlice slice : ParameterLayout.of(config).slices()) {
      Random random = new Random(slice.name().hashCode());
      for (int i = slice.offset(); i < slice.end(); i++) {
        p[i] = random.nextDouble() - 0.5;
      }
    }
    return p;
  }

  private static double loss(double[] p, int[] tokens, int[] rows, int[] labels) {
    int[] lengths = {tokens.length};
    return ReferenceTransformer.loss(
        GPT, p, Batch.gpt(1, tokens.length, tokens, lengths, rows, labels));
  }

  /** One sequence whose first {@code length} tokens count, all of them labelled. */
  private static Batch bertBatch(int length, int... tokens) {
    int[] rows = IntStream.range(0, length).toArray();
    int[] lengths = {length};
    int[] next = {1};
    return Batch.bert(1, tokens.length, tokens, new int[tokens.length], lengths, rows, rows, next);
  }

  private static Batch gptBatch(int length, int... tokens) {
    int[] rows = IntStream.range(0, length).toArray();
    return Batch.gpt(1, tokens.length, tokens, new int[] {length}, rows, rows);
  }

  private static double[] random(TransformerConfig config) {
    return new Random(5).doubles(ParameterLayout.of(config).size(), -0.5, 0.5).toArray();
  }

  private static void set(
      TransformerConfig config, double[] parameters, String name, double... values) {
    ParameterSlice slice = ParameterLayout.of(config).slice(name);
    assertThat(values).hasSize(slice.size());
    System.arraycopy(values, 0, parameters, slice.offset(), values.length);
  }
}
