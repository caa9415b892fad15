package dev.kindling.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Attention against plain loops in double precision, those against finite differences. */
class AttentionKernelsTest {
  private static final int[] MIXED = {0, 3, 20, 21, 21, 53, 86, 216}; // 1, 0, 32 and odd lengths
  private static final int[] WHOLE = {0, 64, 192}; // nothing to pad

  /** The backend under test. */
  String backend() {
    return "cpu";
  }

  /** Starts it. */
  Kernels open(int threads) {
    return Backends.open(backend(), threads);
  }

  /** What its buffers can hold; tests of other types are skipped. */
  Set<ElementType> types() {
    return EnumSet.allOf(ElementType.class);
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "true, 0", "false, 0.3", "true, 0.3"})
  void shouldHaveAReferenceThatFollowsFiniteDifferences(boolean causal, double rate) {
    Attention shape = new Attention(2, new int[] {0, 3, 12}, 2, 5, causal);
    Sample sample = new Sample(shape, new Dropout(rate, 77, 5, null), ElementType.FLOAT32, 1);
    double[] gradient = sample.reference().dQkv;
    for (int i = 0; i < sample.qkv.length; i++) {
      float before = sample.qkv[i];
      sample.qkv[i] = before + 0.0078125f;
      double up = sample.loss();
      sample.qkv[i] = before - 0.0078125f;
      double down = sample.loss();
      sample.qkv[i] = before;
      assertThat(gradient[i]).as("[%d]", i).isCloseTo((up - down) / (2 * 0.0078125), within(1e-3));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, false, 0",
    "1, true, 0.2",
    "3, false, 0.2",
    "3, true, 0",
    "8, false, 0",
    "8, true, 0",
    "32, false, 0.1",
    "32, true, 0.1",
    "64, false, 0",
    "64, true, 0.1",
    "80, false, 0.1",
    "80, true, 0",
    "128, false, 0",
    "128, true, 0.1"
  })
  void shouldFollowPlainLoops(int headSize, boolean causal, double rate) {
    for (int[] starts : new int[][] {MIXED, WHOLE}) {
      Attention shape = new Attention(starts.length - 1, starts, 2, headSize, causal);
      for (ElementType type : types()) {
        Sample sample = new Sample(shape, new Dropout(rate, 77, 5, null), type, 1);
        sample.assertClose(sample.run(1), type == ElementType.FLOAT32 ? 1e-6 : 5e-3);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldFollowPlainLoopsOverManyTiles(ElementType type) {
    for (boolean causal : new boolean[] {false, true}) {
      Attention shape = new Attention(2, new int[] {0, 1100, 1676}, 1, 4, causal);
      Sample sample = new Sample(shape, new Dropout(0.1, 3, 0, null), type, 1);
      sample.assertClose(sample.run(1), type == ElementType.FLOAT32 ? 1e-6 : 5e-3);
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void shouldFollowPlainLoopsWhereScoresAreLarge(boolean causal) {
    // Scores of hundreds: of most rows a single key remains, and later tiles overrule earlier ones.
    // A float32 logarithm of hundreds is known to 3e-5, and so are the gradient's probabilities.
    Attention shape = new Attention(1, new int[] {0, 700}, 1, 8, causal);
    Sample sample = new Sample(shape, Dropout.NONE, ElementType.FLOAT32, 12);
    sample.assertClose(sample.run(1), 1e-4);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldNotDependOnThreads(ElementType type) {
    for (boolean causal : new boolean[] {false, true}) {
      Attention shape = new Attention(7, MIXED, 3, 16, causal);
      Sample sample = new Sample(shape, new Dropout(0.1, 9, 0, null), type, 1);
      float[][] one = sample.run(1);
      assertThat(sample.run(2)).isDeepEqualTo(one);
      assertThat(sample.run(3)).isDeepEqualTo(one);
    }
  }

  @Test
  void shouldNotDependOnWhatWasComputedBefore() {
    Attention small = new Attention(2, new int[] {0, 5, 38}, 2, 8, false);
    Attention large = new Attention(7, MIXED, 2, 32, true);
    Sample first = new Sample(large, new Dropout(0.2, 9, 0, null), ElementType.FLOAT32, 1);
    Sample second = new Sample(small, Dropout.NONE, ElementType.FLOAT32, 1);
    Sample third = new Sample(small, Dropout.NONE, ElementType.BFLOAT16, 1);
    try (Kernels kernels = open(1)) {
      assumeTrue(kernels.supports(ElementType.BFLOAT16), "no products in bfloat16 here");
      Arrays.fill(first.qkv, Float.NaN); // nothing of it may come back later
      first.run(kernels);
      for (Sample sample : new Sample[] {second, third, second}) {
        assertThat(sample.run(kernels)).isDeepEqualTo(sample.run(1));
      }
    }
  }

  @Test
  void shouldNotLetSequencesSeeEachOther() {
    Attention shape = new Attention(3, new int[] {0, 33, 70, 102}, 2, 8, false);
    Sample sample = new Sample(shape, Dropout.NONE, ElementType.FLOAT32, 1);
    float[][] before = sample.run(1);
    int width = 3 * shape.hidden();
    Arrays.fill(sample.qkv, 33 * width, 70 * width, Float.NaN);
    float[][] after = sample.run(1);
    for (int i = 0; i < 2; i++) {
      int row = before[i].length / shape.rows();
      assertThat(Arrays.copyOf(after[i], 33 * row)).isEqualTo(Arrays.copyOf(before[i], 33 * row));
      assertThat(Arrays.copyOfRange(after[i], 70 * row, 102 * row))
          .isEqualTo(Arrays.copyOfRange(before[i], 70 * row, 102 * row));
      assertThat(after[i][50 * row]).isNaN();
    }
  }

  /** Inputs, rounded to their type, and what follows from them. */
  private final class Sample {
    private final Attention shape;
    private final Dropout dropout;
    private final ElementType type;
    private final float[] qkv;
    private final float[] dContext;

    Sample(Attention shape, Dropout dropout, ElementType type, float scale) {
      this.shape = shape;
      this.dropout = dropout;
      this.type = type;
      Random random = new Random(1);
      qkv = values(random, 3 * shape.rows() * shape.hidden(), scale);
      dContext = values(random, shape.rows() * shape.hidden(), 1);
    }

    private float[] values(Random random, int count, float scale) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        int bits = Float.floatToRawIntBits((float) random.nextGaussian() * scale);
        values[i] = Float.intBitsToFloat(type == ElementType.BFLOAT16 ? bits & 0xffff0000 : bits);
      }
      return values;
    }

    /** Returns context and gradient, or nothing where products cannot have the type. */
    float[][] run(int threads) {
      try (Kernels kernels = open(threads)) {
        assumeTrue(kernels.supports(type), "no products of that type here");
        return run(kernels);
      }
    }

    float[][] run(Kernels kernels) {
      int rows = shape.rows();
      float[] nothing = new float[qkv.length];
      Arrays.fill(nothing, Float.NaN);
      try (Buffer input = kernels.allocate(qkv.length, type);
          Buffer logSumExp = kernels.allocate((long) shape.heads() * rows, ElementType.FLOAT32);
          Buffer context = kernels.allocate(dContext.length, type);
          Buffer dOutput = kernels.allocate(dContext.length, type);
          Buffer dInput = kernels.allocate(qkv.length, type)) {
        input.write(qkv, 0);
        dOutput.write(dContext, 0);
        logSumExp.write(nothing, 0);
        context.write(nothing, 0);
        dInput.write(nothing, 0);
        kernels.attention(shape, dropout, input, logSumExp, context);
        kernels.attentionGradient(shape, dropout, input, logSumExp, context, dOutput, dInput);
        float[][] results = {new float[dContext.length], new float[qkv.length]};
        context.read(results[0], 0, dContext.length);
        dInput.read(results[1], 0, qkv.length);
        return results;
      }
    }

    AttentionReference reference() {
      int longest = 0;
      for (int sequence = 0; sequence < shape.sequences(); sequence++) {
        longest = Math.max(longest, shape.length(sequence));
      }
      return new AttentionReference(shape, qkv, dContext, factors(longest), longest);
    }

    /** The dropout factor of each row, head and column, from the dropout kernel. */
    private float[] factors(int columns) {
      int rows = shape.rows() * shape.heads();
      float[] factors = new float[rows * columns];
      Arrays.fill(factors, 1);
      if (dropout.active()) {
        try (Kernels kernels = open(1);
            Buffer buffer = kernels.allocate(factors.length, ElementType.FLOAT32)) {
          buffer.write(factors, 0);
          kernels.dropout(rows, columns, dropout, buffer, buffer);
          buffer.read(factors, 0, factors.length);
        }
      }
      return factors;
    }

    /** Returns Σ context · dContext, whose gradient the gradient is. */
    double loss() {
      double[] context = reference().context;
      double sum = 0;
      for (int i = 0; i < context.length; i++) {
        sum += context[i] * dContext[i];
      }
      return sum;
    }

    /** Asserts that context and gradient differ little from the reference, in the norm. */
    void assertClose(float[][] actual, double bound) {
      AttentionReference expected = reference();
      assertThat(distance(actual[0], expected.context)).as("context, %s", type).isLessThan(bound);
      assertThat(distance(actual[1], expected.dQkv)).as("gradient, %s", type).isLessThan(bound);
    }

    private static double distance(float[] actual, double[] expected) {
      double difference = 0;
      double norm = 0;
      for (int i = 0; i < expected.length; i++) {
        difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
        norm += expected[i] * expected[i];
      }
      return Math.sqrt(difference / norm);
    }
  }
}
