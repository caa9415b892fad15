package dev.kindling.model.kernels.cuda;

import static dev.kindling.model.kernels.cuda.VectorAssertions.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.Activation;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cuda.EmulatedVectors.Vector;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels by element, emulated, against the CPU's. */
class EmulatedElementKernelsTest extends EmulationFixture {
  private final ElementKernels kernels = new ElementKernels(launcher);

  static List<Arguments> types() {
    return Arrays.stream(ElementType.values())
        .flatMap(x -> Arrays.stream(ElementType.values()).map(y -> Arguments.of(x, y)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldConvertAndAdd(ElementType from, ElementType to) {
    for (int shift : new int[] {0, 1}) {
      Vector x = vectors.shifted(from, 4103, shift).write(vectors.values(4103));
      Vector y = vectors.empty(to, 4103);
      Buffer expected = cpu.allocate(4103, to);
      kernels.convert(4103, x, y);
      expected.write(x.read(), 0);
      assertThat(y.read()).isEqualTo(take(expected));
      double[] sum = new double[4103];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = y.read()[i] - 0.75 * x.read()[i];
      }
      kernels.addScaled(4103, -0.75f, x, y);
      assertClose(y, sum, 1e-6);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void shouldApplyActivations(Activation form) {
    for (ElementType type : ElementType.values()) {
      int rows = 3;
      int columns = 44;
      int count = rows * columns;
      Vector sum = vectors.random(type, count);
      sum.write(new float[] {0, 9, -9, 40, -40, 1e-3f});
      Vector y = vectors.empty(type, count);
      double[] expected = new double[count];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = ActivationReference.value(form, sum.read()[i]);
      }
      kernels.activation(form, count, sum, y);
      assertClose(y, expected, 2e-6);
      Vector dy = vectors.random(type, count);
      Buffer slope = onCpu(sum);
      Buffer gradient = onCpu(dy);
      cpu.activationGradient(form, rows, columns, slope, gradient, slope);
      gradient.close();
      kernels.activationGradient(form, count, sum, dy, dy);
      assertClose(dy, take(slope), 2e-6);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void shouldAddABiasBeforeAnActivation(Activation form) {
    for (int columns : new int[] {44, 7}) {
      Vector sum = vectors.random(FLOAT32, 3 * columns);
      Vector bias = vectors.random(FLOAT32, columns);
      Vector y = vectors.empty(BFLOAT16, 3 * columns);
      double[] sums = new double[3 * columns];
      double[] expected = new double[3 * columns];
      for (int i = 0; i < expected.length; i++) {
        sums[i] = sum.read()[i] + bias.read()[i % columns];
        expected[i] = ActivationReference.value(form, sums[i]);
      }
      kernels.biasActivation(form, 3, columns, bias, sum, y);
      assertClose(sum, sums, 1e-6);
      assertClose(y, expected, 2e-6);
    }
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldApplyTanhAndItsSlope(ElementType type) {
    Vector y = vectors.random(type, 1001);
    Buffer expected = onCpu(y);
    cpu.tanh(1, 1001, expected);
    kernels.tanh(1001, y);
    assertClose(y, take(expected), 1e-6);
    Vector dy = vectors.random(type, 1001);
    Buffer value = onCpu(y);
    Buffer slope = onCpu(dy);
    cpu.tanhGradient(1, 1001, value, slope, slope);
    value.close();
    kernels.tanhGradient(1001, y, dy, dy);
    assertClose(dy, take(slope), 1e-6);
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldDropWhatTheCpuDrops(ElementType from, ElementType to) {
    int rows = 19;
    int[] numbers = new int[rows];
    for (int row = 0; row < rows; row++) {
      numbers[row] = 3 * row + 1;
    }
    long key = 0x123456789abcdef0L;
    long firstRow = 1L << 33;
    for (int columns : new int[] {132, 37}) {
      int count = rows * columns;
      for (int[] chosen : new int[][] {null, numbers}) {
        Vector x = vectors.random(from, count);
        Vector y = vectors.empty(to, count);
        Buffer input = onCpu(x);
        Buffer expected = cpu.allocate(count, to);
        cpu.dropout(rows, columns, new Dropout(0.3, key, firstRow, chosen), input, expected);
        input.close();
        long places = chosen == null ? 0 : vectors.integers(chosen);
        DeviceDropout dropout = new DeviceDropout(0.3, vectors.longs(key, firstRow), places);
        kernels.dropout(rows, columns, dropout, x, y);
        assertThat(y.read()).isEqualTo(take(expected));
      }
    }
  }

  @Test
  void shouldAddAResidualBehindDropout() {
    int rows = 11;
    for (int columns : new int[] {64, 35}) {
      int count = rows * columns;
      for (ElementType type : ElementType.values()) {
        Vector x = vectors.random(BFLOAT16, count);
        Vector bias = vectors.random(FLOAT32, columns);
        Vector residual = vectors.random(type, count);
        Vector sum = vectors.empty(FLOAT32, count);
        Vector dropped = vectors.empty(FLOAT32, count);
        for (int i = 0; i < count; i++) {
          dropped.bytes().putFloat(4 * i, x.read()[i] + bias.read()[i % columns]);
        }
        DeviceDropout dropout = new DeviceDropout(0.1, vectors.longs(4, 5), 0);
        kernels.dropoutResidual(rows, columns, x, bias, dropout, residual, sum);
        kernels.dropout(rows, columns, dropout, dropped, dropped);
        kernels.addScaled(count, 1, residual, dropped);
        assertThat(sum.read()).isEqualTo(dropped.read());
        kernels.dropoutResidual(rows, columns, x, null, DeviceDropout.NONE, residual, sum);
        kernels.convert(count, x, dropped);
        kernels.addScaled(count, 1, residual, dropped);
        assertThat(sum.read()).isEqualTo(dropped.read());
      }
    }
  }
}
