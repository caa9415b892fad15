package dev.kindling.model.kernels.cuda;

import static dev.kindling.model.kernels.cuda.VectorAssertions.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cuda.EmulatedVectors.Vector;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Softmax cross-entropy, emulated, against plain loops in double precision. */
class EmulatedLossKernelsTest extends EmulationFixture {
  private static final int ROWS = 5;

  private final LossKernels kernels = new LossKernels(launcher, vectors);

  @ParameterizedTest
  @CsvSource({
    "2, FLOAT32",
    "16, FLOAT32",
    "45, BFLOAT16",
    "64, BFLOAT16",
    "4097, FLOAT32",
    "8195, BFLOAT16"
  })
  void shouldGiveCrossEntropyAndItsGradient(int columns, ElementType type) {
    Vector logits = vectors.random(type, ROWS * columns);
    int[] labels = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      labels[row] = vectors.index(columns);
    }
    float[] x = logits.read();
    x[labels[0]] = 50; // one sure and right
    x[columns] = Float.NEGATIVE_INFINITY;
    labels[1] = columns - 1;
    logits.write(x);
    double[] gradient = new double[x.length];
    double loss = 0;
    long correct = 0;
    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      double highest = Double.NEGATIVE_INFINITY;
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        sum += Math.exp(x[i]);
        highest = Math.max(highest, x[i]);
      }
      double ofLabel = x[row * columns + labels[row]];
      loss += Math.log(sum) - ofLabel;
      correct += ofLabel == highest ? 1 : 0;
      for (int i = 0; i < columns; i++) {
        double p = Math.exp(x[row * columns + i]) / sum;
        gradient[row * columns + i] = 0.25 * (p - (i == labels[row] ? 1 : 0));
      }
    }
    Vector sums = vectors.floats(0, 0, 0, 0);
    sums.bytes().putDouble(0, 100).putDouble(8, 1000);
    long label = vectors.integers(labels);
    Vector scale = vectors.floats(0);
    float[] before = logits.read();
    kernels.softmaxCrossEntropy(ROWS, columns, logits, label, scale.address(), sums.address());
    assertThat(logits.read()).isEqualTo(before);
    scale.write(new float[] {0.25f});
    kernels.softmaxCrossEntropy(ROWS, columns, logits, label, scale.address(), sums.address());
    assertThat(sums.bytes().getDouble(0)).isCloseTo(100 + 2 * loss, within(2e-5));
    assertThat(sums.bytes().getDouble(8)).isEqualTo(1000.0 + 2 * correct);
    assertThat(correct).isPositive();
    assertClose(logits, gradient, 1e-6);
  }

  @ParameterizedTest
  @CsvSource({"0", "3"})
  void shouldAddLossesOfManyRows(long seed) {
    emulation.seed(seed);
    int rows = 700;
    Vector logits = vectors.floats(new float[2 * rows]);
    int[] labels = new int[rows];
    Arrays.fill(labels, 1);
    Vector sums = vectors.floats(0, 0, 0, 0);
    long label = vectors.integers(labels);
    long scale = vectors.floats(1).address();
    kernels.softmaxCrossEntropy(rows, 2, logits, label, scale, sums.address());
    assertThat(sums.bytes().getDouble(0)).isCloseTo(rows * Math.log(2), within(1e-4));
    assertThat(sums.bytes().getDouble(8)).isEqualTo((double) rows);
  }
}
