package dev.kindling.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.kernels.Attention;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cuda.EmulatedVectors.Vector;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Attention, emulated, against the CPU's in float32 on the same, rounded inputs. */
class EmulatedAttentionKernelsTest extends EmulationFixture {
  private static final int[] MIXED = {0, 3, 20, 21, 21, 53, 86, 216}; // 1, 0, 32 and odd lengths
  private static final int[] WHOLE = {0, 64, 192}; // nothing to pad
  private static final int SPARE_ROWS = 3; // behind the last sequence
  private static final long KEY = 0x123456789abcdef0L;
  private static final long FIRST_ROW = 12;

  private final AttentionKernels kernels = new AttentionKernels(launcher, vectors);

  @ParameterizedTest
  @CsvSource({
    "3, false, 0.2, FLOAT32",
    "8, true, 0, FLOAT32",
    "8, true, 0.2, BFLOAT16",
    "80, true, 0.1, FLOAT32",
    "144, false, 0, BFLOAT16",
    "16, false, 0.1, BFLOAT16",
    "16, true, 0.1, BFLOAT16",
    "48, true, 0, BFLOAT16",
    "64, false, 0, BFLOAT16",
    "64, true, 0.1, BFLOAT16",
    "128, false, 0.1, BFLOAT16",
    "128, true, 0, BFLOAT16"
  })
  void shouldFollowTheCpu(int headSize, boolean causal, double rate, ElementType type) {
    int heads = headSize > 64 ? 1 : 2;
    for (int[] starts : new int[][] {MIXED, WHOLE}) {
      Sample sample = new Sample(starts, heads, headSize, causal, rate, type, 1);
      sample.run();
      sample.assertFollowsTheCpu(type == FLOAT32 ? 3e-6 : 8e-3);
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void shouldFollowTheCpuWhereScoresAreLarge(boolean causal) {
    // Scores of hundreds: of most rows a single key remains, and later tiles overrule earlier ones.
    int[] starts = {0, 200};
    Sample single = new Sample(starts, 1, 8, causal, 0, FLOAT32, 12);
    single.run();
    single.assertFollowsTheCpu(1e-4);
    Sample rounded = new Sample(starts, 1, 16, causal, 0, BFLOAT16, 8);
    rounded.run();
    rounded.assertFollowsTheCpu(1e-2);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldGiveEqualBitsWhateverTheOrderOfThreads(ElementType type) {
    for (boolean causal : new boolean[] {false, true}) {
      Sample sample = new Sample(new int[] {0, 37, 180}, 2, 64, causal, 0.1, type, 1);
      sample.run();
      float[] context = sample.context.read();
      float[] gradient = sample.dQkv.read();
      assertThat(context[context.length / 2]).isNotNaN();
      assertThat(gradient[gradient.length / 2]).isNotNaN();
      emulation.seed(77);
      sample.run();
      assertThat(sample.context.read()).isEqualTo(context);
      assertThat(sample.dQkv.read()).isEqualTo(gradient);
    }
  }

  @Test
  void shouldNotLetSequencesSeeEachOther() {
    Sample sample = new Sample(new int[] {0, 33, 70, 102}, 2, 16, false, 0, BFLOAT16, 1);
    sample.run();
    float[][] before = {sample.context.read(), sample.dQkv.read()};
    int width = 3 * 32;
    float[] spoiled = sample.qkv.read();
    Arrays.fill(spoiled, 33 * width, 70 * width, Float.NaN);
    sample.qkv.write(spoiled);
    sample.run();
    float[][] after = {sample.context.read(), sample.dQkv.read()};
    for (int i = 0; i < 2; i++) {
      int row = i == 0 ? 32 : width;
      assertThat(Arrays.copyOf(after[i], 33 * row)).isEqualTo(Arrays.copyOf(before[i], 33 * row));
      assertThat(Arrays.copyOfRange(after[i], 70 * row, 102 * row))
          .isEqualTo(Arrays.copyOfRange(before[i], 70 * row, 102 * row));
      assertThat(after[i][50 * row]).isNaN();
    }
  }

  /** Inputs and outputs; rows behind the last sequence must not be touched. */
  private final class Sample {
    private final Attention shape;
    private final double rate;
    private final DeviceAttention onDevice;
    private final DeviceDropout dropout;
    private final Vector qkv;
    private final Vector dContext;
    private final Vector logSumExp;
    private final Vector context;
    private final Vector dQkv;

    Sample(
        int[] starts,
        int heads,
        int headSize,
        boolean causal,
        double rate,
        ElementType type,
        float scale) {
      shape = new Attention(starts.length - 1, starts, heads, headSize, causal);
      this.rate = rate;
      int longest = 0;
      for (int i = 0; i < shape.sequences(); i++) {
        longest = Math.max(longest, shape.length(i));
      }
      int rows = shape.rows() + SPARE_ROWS;
      onDevice =
          new DeviceAttention(
              shape.sequences(), vectors.integers(starts), rows, longest, heads, headSize, causal);
      dropout = new DeviceDropout(rate, vectors.longs(KEY, FIRST_ROW), 0);
      int size = shape.rows() * shape.hidden();
      float[] values = vectors.values(3 * size);
      for (int i = 0; i < values.length; i++) {
        values[i] *= scale;
      }
      qkv = vectors.empty(type, 3 * rows * shape.hidden()).write(values);
      dContext = vectors.empty(type, rows * shape.hidden()).write(vectors.values(size));
      logSumExp = vectors.empty(FLOAT32, heads * rows);
      context = vectors.empty(type, rows * shape.hidden());
      dQkv = vectors.empty(type, 3 * rows * shape.hidden());
    }

    void run() {
      kernels.attention(onDevice, dropout, qkv, logSumExp, context);
      kernels.attentionGradient(onDevice, dropout, qkv, logSumExp, context, dContext, dQkv);
    }

    /** Asserts that context and gradient differ little from the CPU's, in the norm. */
    void assertFollowsTheCpu(double bound) {
      int size = shape.rows() * shape.hidden();
      Buffer input = cpu.allocate(3L * size, FLOAT32);
      Buffer output = cpu.allocate(size, FLOAT32);
      Buffer sums = cpu.allocate((long) shape.heads() * shape.rows(), FLOAT32);
      Buffer dOutput = cpu.allocate(size, FLOAT32);
      Buffer dInput = cpu.allocate(3L * size, FLOAT32);
      input.write(qkv.read(), 0);
      dOutput.write(dContext.read(), 0);
      Dropout mask = new Dropout(rate, KEY, FIRST_ROW, null);
      cpu.attention(shape, mask, input, sums, output);
      cpu.attentionGradient(shape, mask, input, sums, output, dOutput, dInput);
      input.close();
      sums.close();
      dOutput.close();
      assertThat(distance(context.read(), take(output))).as("context").isLessThan(bound);
      assertThat(distance(dQkv.read(), take(dInput))).as("gradient").isLessThan(bound);
      assertThat(context.read()[size]).as("spare row").isNaN();
      assertThat(dQkv.read()[3 * size]).as("spare row").isNaN();
    }

    private double distance(float[] actual, float[] expected) {
      double difference = 0;
      double norm = 0;
      for (int i = 0; i < expected.length; i++) {
        difference += ((double) actual[i] - expected[i]) * ((double) actual[i] - expected[i]);
        norm += (double) expected[i] * expected[i];
      }
      return Math.sqrt(difference / norm);
    }
  }
}
