package dev.kindling.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention against plain loops in double precision, its gradient against finite differences. */
class AttentionKernelsTest {
  private static final int HEADS = 2;
  private static final int HEAD_SIZE = 5;
  private static final int HIDDEN = HEADS * HEAD_SIZE;
  private static final int[] STARTS = {0, 3, 20, 21}; // lengths 3, 17 and 1
  private static final int ROWS = 21;

  @ParameterizedTest
  @CsvSource({"false, 0", "true, 0", "false, 0.3", "true, 0.3"})
  void shouldAttendAndGoBack(boolean causal, double rate) {
    Attention attention = new Attention(3, STARTS, HEADS, HEAD_SIZE, causal);
    Dropout dropout = new Dropout(rate, 77, 5, null);
    Random random = new Random(1);
    float[] qkv = values(random, ROWS * 3 * HIDDEN);
    float[] dContext = values(random, ROWS * HIDDEN);
    try (Kernels kernels = Backends.open("cpu");
        Buffer input = kernels.allocate(qkv.length);
        Buffer probabilities = kernels.allocate(Attention.probabilities(3, 17, HEADS));
        Buffer context = kernels.allocate((long) ROWS * HIDDEN);
        Buffer dOutput = kernels.allocate((long) ROWS * HIDDEN);
        Buffer dInput = kernels.allocate(qkv.length)) {
      input.write(qkv, 0);
      dOutput.write(dContext, 0);
      kernels.attention(attention, dropout, input, probabilities, context);
      double[][][] factors = factors(kernels, dropout);
      double[] expected = plain(qkv, causal, factors);
      float[] actual = new float[expected.length];
      context.read(actual, 0, actual.length);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) actual[i]).isCloseTo(expected[i], within(2e-6));
      }
      kernels.attentionBackward(attention, dropout, input, probabilities, context, dOutput, dInput);
      float[] gradient = new float[qkv.length];
      dInput.read(gradient, 0, gradient.length);
      for (int i = 0; i < qkv.length; i += 7) {
        assertThat((double) gradient[i])
            .as("[%d]", i)
            .isCloseTo(slope(qkv, i, dContext, causal, factors), within(2e-3));
      }
    }
  }

  private static float[] values(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** The dropout factor of each row, head and column, from the dropout kernel. */
  private static double[][][] factors(Kernels kernels, Dropout dropout) {
    double[][][] factors = new double[ROWS][HEADS][ROWS];
    int rows = ROWS * HEADS;
    float[] ones = new float[rows * ROWS];
    Arrays.fill(ones, 1);
    try (Buffer buffer = kernels.allocate(ones.length)) {
      buffer.write(ones, 0);
      if (dropout.active()) {
        kernels.dropout(rows, ROWS, dropout, buffer, buffer);
      }
      buffer.read(ones, 0, ones.length);
    }
    for (int i = 0; i < ones.length; i++) {
      factors[i / ROWS / HEADS][i / ROWS % HEADS][i % ROWS] = ones[i];
    }
    return factors;
  }

  private static double slope(
      float[] qkv, int i, float[] dContext, boolean causal, double[][][] factors) {
    float[] moved = qkv.clone();
    moved[i] = qkv[i] + 0.0078125f;
    double up = dot(plain(moved, causal, factors), dContext);
    moved[i] = qkv[i] - 0.0078125f;
    double down = dot(plain(moved, causal, factors), dContext);
    return (up - down) / (2 * 0.0078125);
  }

  private static double dot(double[] x, float[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static double[] plain(float[] qkv, boolean causal, double[][][] factors) {
    double[] context = new double[ROWS * HIDDEN];
    for (int b = 0; b + 1 < STARTS.length; b++) {
      for (int row = STARTS[b]; row < STARTS[b + 1]; row++) {
        int end = causal ? row + 1 : STARTS[b + 1];
        for (int head = 0; head < HEADS; head++) {
          attendRow(qkv, row, head, STARTS[b], end, factors[row][head], context);
        }
      }
    }
    return context;
  }

  private static void attendRow(
      float[] qkv, int row, int head, int start, int end, double[] factors, double[] context) {
    int query = row * 3 * HIDDEN + head * HEAD_SIZE;
    double[] weights = new double[end - start];
    double sum = 0;
    for (int other = start; other < end; other++) {
      int key = other * 3 * HIDDEN + HIDDEN + head * HEAD_SIZE;
      double score = 0;
      for (int i = 0; i < HEAD_SIZE; i++) {
        score += (double) qkv[query + i] * qkv[key + i];
      }
      weights[other - start] = Math.exp(score / Math.sqrt(HEAD_SIZE));
      sum += weights[other - start];
    }
    for (int other = start; other < end; other++) {
      int value = other * 3 * HIDDEN + 2 * HIDDEN + head * HEAD_SIZE;
      double weight = weights[other - start] / sum * factors[other - start];
      for (int i = 0; i < HEAD_SIZE; i++) {
        context[row * HIDDEN + head * HEAD_SIZE + i] += weight * qkv[value + i];
      }
    }
  }
}
