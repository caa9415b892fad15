package dev.kindling.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Copies over page-locked memory, on a device that does them as late as it may. */
class CudaMemoryTest {
  private final EmulatedDevice device = new EmulatedDevice(true, product -> {});
  private final CudaKernels kernels = new CudaKernels(device);
  private final List<Buffer> buffers = new ArrayList<>();

  @AfterEach
  void close() {
    buffers.forEach(Buffer::close);
    kernels.close();
  }

  /** Many that share page-locked memory, and some that are larger than it was until then. */
  @Test
  void shouldCopyVectorsOfAllSizesOneBehindTheOther() {
    int[] sizes = new int[120];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = i % 20 == 19 ? 1000 * i + 7 : 1 + 37 * i;
    }
    for (int size : sizes) {
      buffers.add(kernels.allocate(size, ElementType.FLOAT32));
    }
    float[] source = new float[Arrays.stream(sizes).max().orElseThrow()];
    for (int i = 0; i < sizes.length; i++) {
      Arrays.fill(source, i + 1); // what the caller does next with its array changes nothing
      buffers.get(i).write(source, 0);
    }
    for (int i = 0; i < sizes.length; i++) {
      float[] expected = new float[sizes[i]];
      Arrays.fill(expected, i + 1);
      float[] actual = new float[sizes[i]];
      buffers.get(i).read(actual, 0, sizes[i]);
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void shouldKeepTheOrderOfCopiesAndKernels() {
    Buffer buffer = kernels.allocate(30_000, ElementType.FLOAT32);
    buffers.add(buffer);
    float[] source = new float[30_000];
    for (int i = 1; i <= 9; i++) {
      Arrays.fill(source, i);
      buffer.write(source, 0);
      if (i % 3 == 0) {
        kernels.zero(buffer);
      }
      if (i == 8) {
        float[] middle = new float[1];
        buffer.read(middle, 0, 1);
        assertThat(middle).containsExactly(8);
      }
    }
    float[] end = new float[30_000];
    Arrays.fill(end, Float.NaN);
    buffer.read(end, 0, end.length);
    assertThat(end).isEqualTo(new float[30_000]);
  }

  @Test
  void shouldCopyWhatIsLongerThanAPieceAndRoundIt() {
    int size = (4 << 20) + 3;
    Buffer buffer = kernels.allocate(size, ElementType.BFLOAT16);
    buffers.add(buffer);
    float[] source = new float[size];
    for (int i = 0; i < size; i++) {
      source[i] = i % 251;
    }
    buffer.write(source, 0);
    float[] actual = new float[size];
    buffer.read(actual, 0, size);
    assertThat(actual).isEqualTo(source);
  }
}
