package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.Backends;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.cuda.EmulatedVectors.Vector;
import org.junit.jupiter.api.AfterEach;

/** What tests of emulated kernels against the CPU's have in common. */
abstract class EmulationFixture {
  static final ElementType FLOAT32 = ElementType.FLOAT32;
  static final ElementType BFLOAT16 = ElementType.BFLOAT16;

  final KernelEmulation emulation = KernelEmulation.open();
  final KernelLauncher launcher = new KernelLauncher(emulation);
  final EmulatedVectors vectors = new EmulatedVectors();
  final Kernels cpu = Backends.open("cpu", 1);

  @AfterEach
  void close() {
    cpu.close();
    vectors.close();
  }

  /** Returns a buffer of the CPU with the same content. */
  Buffer onCpu(Vector vector) {
    Buffer buffer = cpu.allocate(vector.size(), vector.type());
    buffer.write(vector.read(), 0);
    return buffer;
  }

  /** Returns what a buffer of the CPU holds, and closes it. */
  static float[] take(Buffer buffer) {
    float[] values = new float[buffer.size()];
    buffer.read(values, 0, values.length);
    buffer.close();
    return values;
  }
}
