package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SinusoidalPositionsTest {
  /** Width 4: the pairs turn by 1 and by 1/100 a position. */
  @Test
  void shouldPutSinesAndCosinesInTurns() {
    float[] table = SinusoidalPositions.table(3, 4);
    assertThat(table).hasSize(12).startsWith(0, 1, 0, 1);
    double[] last = {Math.sin(2), Math.cos(2), Math.sin(0.02), Math.cos(0.02)};
    for (int i = 0; i < 4; i++) {
      assertThat((double) table[8 + i]).isCloseTo(last[i], within(1e-7));
    }
  }

  /** The product of two rows depends on their distance alone (Vaswani et al. 2017). */
  @Test
  void shouldRelateRowsByTheirDistance() {
    int hidden = 64;
    float[] table = SinusoidalPositions.table(512, hidden);
    assertThat(product(table, hidden, 3, 10))
        .isCloseTo(product(table, hidden, 500, 507), within(1e-4));
    assertThat(product(table, hidden, 9, 9)).isCloseTo(hidden / 2.0, within(1e-4));
  }

  private static double product(float[] table, int hidden, int a, int b) {
    double sum = 0;
    for (int i = 0; i < hidden; i++) {
      sum += (double) table[a * hidden + i] * table[b * hidden + i];
    }
    return sum;
  }
}
