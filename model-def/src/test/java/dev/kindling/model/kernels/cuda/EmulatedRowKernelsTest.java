package dev.kindling.model.kernels.cuda;

import static dev.kindling.model.kernels.cuda.VectorAssertions.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cuda.EmulatedVectors.Vector;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Gathering and scattering rows, emulated, against the CPU's. */
class EmulatedRowKernelsTest extends EmulationFixture {
  private final RowKernels kernels = new RowKernels(launcher, vectors);

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void shouldGatherRows(ElementType type) {
    for (int columns : new int[] {8, 69}) {
      int[] indices = {3, 0, 3, 1, 2, 2, 2, 0, 1};
      int rows = indices.length;
      Vector table = vectors.random(FLOAT32, 4 * columns);
      Vector y = vectors.empty(type, rows * columns);
      kernels.gather(rows, columns, vectors.integers(indices), table, y);
      Buffer cpuTable = onCpu(table);
      Buffer cpuY = cpu.allocate((long) rows * columns, type);
      cpu.gatherRows(rows, columns, indices, cpuTable, cpuY);
      cpuTable.close();
      assertThat(y.read()).isEqualTo(take(cpuY));
      Vector sum = vectors.floats(y.read());
      kernels.gatherAdd(rows, columns, vectors.integers(indices), table, sum);
      double[] expected = new double[rows * columns];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = y.read()[i] + table.read()[indices[i / columns] * columns + i % columns];
      }
      assertClose(sum, expected, 1e-6);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3, 5, FLOAT32, FLOAT32",
    "64, 2, BFLOAT16, FLOAT32",
    "65, 1, FLOAT32, FLOAT32",
    "200, 2, FLOAT32, FLOAT32",
    "500, 40, BFLOAT16, FLOAT32",
    "300, 1000, FLOAT32, BFLOAT16"
  })
  void shouldScatterRowsWhateverRunsTheyForm(
      int rows, int table, ElementType from, ElementType to) {
    for (int columns : new int[] {20, 260}) {
      int[] indices = new int[rows];
      for (int row = 0; row < rows; row++) {
        // Some rows often, most of them seldom.
        indices[row] = Math.min(vectors.index(table), vectors.index(table));
      }
      int[] order = new int[rows];
      new RowOrder().fill(rows, indices, order);
      Vector x = vectors.random(from, rows * columns);
      Vector target = vectors.random(to, table * columns);
      double[] expected = new double[table * columns];
      float[] old = target.read();
      for (int i = 0; i < old.length; i++) {
        expected[i] = old[i];
      }
      float[] values = x.read();
      for (int i = 0; i < values.length; i++) {
        expected[indices[i / columns] * columns + i % columns] += values[i];
      }
      kernels.scatterAdd(
          rows, columns, vectors.integers(indices), vectors.integers(order), x, target);
      assertClose(target, expected, 1e-5);
    }
  }

  @Test
  void shouldOrderRowsByIndexAndThenByNumber() {
    RowOrder rowOrder = new RowOrder();
    for (int rows : new int[] {1, 50, 7}) {
      int[] indices = IntStream.range(0, rows).map(i -> vectors.index(6)).toArray();
      int[] order = new int[rows + 1];
      order[rows] = -1;
      rowOrder.fill(rows, indices, order);
      Comparator<Integer> byIndex = Comparator.comparing(row -> indices[row]);
      int[] sorted =
          IntStream.range(0, rows).boxed().sorted(byIndex).mapToInt(Integer::intValue).toArray();
      assertThat(Arrays.copyOf(order, rows)).isEqualTo(sorted);
      assertThat(order[rows]).isEqualTo(-1);
    }
  }
}
