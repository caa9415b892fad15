package dev.kindling.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cuda.EmulatedVectors.Vector;

/** Comparisons of vectors; one of bfloat16 may be off by its rounding besides. */
final class VectorAssertions {
  private static final double BFLOAT16_ROUNDING = 0x1p-7; // two roundings may differ by a step

  private VectorAssertions() {}

  static void assertClose(Vector actual, double[] expected, double tolerance) {
    double rounding = actual.type() == ElementType.BFLOAT16 ? BFLOAT16_ROUNDING : 0;
    float[] values = actual.read();
    assertThat(values).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      double bound = tolerance * (1 + Math.abs(expected[i])) + rounding * Math.abs(expected[i]);
      assertThat((double) values[i]).as("[%d]", i).isCloseTo(expected[i], within(bound));
    }
  }

  static void assertClose(Vector actual, float[] expected, double tolerance) {
    double[] doubles = new double[expected.length];
    for (int i = 0; i < expected.length; i++) {
      doubles[i] = expected[i];
    }
    assertClose(actual, doubles, tolerance);
  }
}
