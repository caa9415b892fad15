package dev.kindling.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Random matrices in buffers of a backend, and what they hold. */
final class Matrices implements AutoCloseable {
  private static final double BFLOAT16_ROUNDING = 0x1p-8; // relative: 8 bits of precision

  private final Kernels kernels;
  private final Set<ElementType> types;
  private final List<Buffer> buffers = new ArrayList<>();
  private final Random random = new Random(42);

  /**
   * Makes none yet.
   *
   * @param types that the backend's buffers can hold; a test that wants another is skipped
   */
  Matrices(Kernels kernels, Set<ElementType> types) {
    this.kernels = kernels;
    this.types = types;
  }

  float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  int index(int bound) {
    return random.nextInt(bound);
  }

  Buffer buffer(float... values) {
    return buffer(ElementType.FLOAT32, values);
  }

  /** Returns a buffer of values, which become what the buffer holds of them. */
  Buffer buffer(ElementType type, float[] values) {
    assumeTrue(types.contains(type), "the backend holds no " + type);
    Buffer buffer = kernels.allocate(values.length, type);
    buffers.add(buffer);
    buffer.write(values, 0);
    buffer.read(values, 0, values.length);
    return buffer;
  }

  Buffer empty(ElementType type, int size) {
    return buffer(type, new float[size]);
  }

  static float[] read(Buffer buffer) {
    float[] values = new float[buffer.size()];
    buffer.read(values, 0, values.length);
    return values;
  }

  /** A buffer of bfloat16 may be off by its rounding besides. */
  static void assertClose(Buffer actual, double[] expected, double tolerance) {
    double rounding = actual.type() == ElementType.BFLOAT16 ? BFLOAT16_ROUNDING : 0;
    float[] values = read(actual);
    assertThat(values).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) values[i])
          .as("[%d]", i)
          .isCloseTo(expected[i], within(tolerance + rounding * Math.abs(expected[i])));
    }
  }

  @Override
  public void close() {
    buffers.forEach(Buffer::close);
  }
}
