package dev.kindling.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A GPU through CUDA's libraries; skipped where there is none. */
class CudaDeviceOnGpuTest {
  private static final int FLOATS = 1000;
  private static final long BYTES = 4L * FLOATS;
  private static final CudaProgram ELEMENTS = CudaProgram.of("elements.cu");

  private JavaCppDevice device;

  @BeforeEach
  void open() {
    device = CudaUnderTest.device();
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
      device.close();
    }
  }

  private static ByteBuffer direct(long bytes) {
    return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
  }

  private long filled(float value) {
    ByteBuffer source = direct(BYTES);
    fill(source, value);
    long address = device.allocate(BYTES);
    device.toDevice(address, source);
    return address;
  }

  private static void fill(ByteBuffer target, float value) {
    FloatBuffer values = target.asFloatBuffer();
    for (int i = 0; i < values.capacity(); i++) {
      values.put(i, value + i);
    }
  }

  private float[] read(long address) {
    ByteBuffer target = direct(BYTES);
    device.toHost(target, address);
    float[] values = new float[FLOATS];
    target.asFloatBuffer().get(values);
    return values;
  }

  private static float[] expected(double factor, double value) {
    float[] expected = new float[FLOATS];
    for (int i = 0; i < FLOATS; i++) {
      expected[i] = (float) (factor * (value + i));
    }
    return expected;
  }

  /** {@code y += scale · x}. */
  private void addScaled(float scale, long x, long y) {
    KernelArguments arguments =
        new KernelArguments().longs(FLOATS).floats(scale).address(x).address(y);
    device.launch(
        device.function(ELEMENTS, "add_scaled_float32_float32"), Grids.elements(FLOATS), arguments);
  }

  @Test
  void shouldSayWhatTheGpuIs() {
    GpuProperties gpu = device.properties();
    assertThat(gpu.name()).isNotBlank();
    assertThat(gpu.major()).isGreaterThanOrEqualTo(8);
    assertThat(gpu.multiprocessors()).isPositive();
    assertThat(gpu.sharedBytes()).isGreaterThan(48 << 10);
    assertThat(gpu.freeBytes()).isPositive().isLessThan(gpu.totalBytes());
    assertThat(Gpus.all()).extracting(GpuProperties::name).contains(gpu.name());
    assertThat(Gpus.versions())
        .matches("driver for CUDA \\d+\\.\\d+, runtime 13\\.\\d+, cuBLASLt \\d+, NVRTC 13\\.\\d+");
  }

  @Test
  void shouldCopyThereAndBack() {
    long first = filled(3);
    long second = device.allocate(BYTES);
    device.zero(second, BYTES);
    assertThat(read(second)).containsOnly(0f);
    device.copy(second, first, BYTES);
    device.zero(first, BYTES);
    assertThat(read(second)).isEqualTo(expected(1, 3));
    assertThat(first % 256).isZero();
    device.free(first);
    device.free(second);
  }

  /** More than the pieces that copies go in, from a position, to a position. */
  @Test
  void shouldCopyManyPieces() {
    int bytes = (40 << 20) + 12;
    ByteBuffer source = direct(bytes + 4);
    for (int i = 0; i < bytes / 4; i++) {
      source.putInt(4 + 4 * i, i * 31);
    }
    long address = device.allocate(bytes);
    device.toDevice(address, source.position(4));
    assertThat(source.position()).isEqualTo(4);
    source.putInt(4, -1);
    ByteBuffer target = direct(bytes + 8).position(8);
    device.toHost(target, address);
    source.putInt(4, 0);
    assertThat(target.position()).isEqualTo(8);
    assertThat(target.slice()).isEqualTo(source.slice());
  }

  @Test
  void shouldRunKernels() {
    long x = filled(1);
    long y = filled(1);
    addScaled(2, x, y);
    assertThat(read(y)).isEqualTo(expected(3, 1));
  }

  @Test
  void shouldTakeCallsFromOtherThreads() {
    long x = filled(1);
    long y = filled(1);
    CompletableFuture.runAsync(() -> addScaled(1, x, y)).join();
    CompletableFuture<float[]> read = new CompletableFuture<>();
    new Thread(() -> read.complete(read(y))).start();
    assertThat(read.join()).isEqualTo(expected(2, 1));
  }

  @Test
  void shouldTellWhenWorkIsDone() {
    long x = filled(1);
    long y = filled(1);
    try (GpuEvent start = device.record()) {
      addScaled(1, x, y);
      try (GpuEvent end = device.record()) {
        device.await(end);
        assertThat(device.done(start)).isTrue();
        assertThat(device.done(end)).isTrue();
        assertThat(device.millisecondsBetween(start, end)).isNotNegative();
      }
    }
    try (GpuEvent again = device.record()) {
      while (!device.done(again)) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void shouldReplayWhatItCaptured() {
    ByteBuffer in = device.pinned((int) BYTES);
    ByteBuffer out = device.pinned((int) BYTES);
    assertThat(in.isDirect() && in.order() == ByteOrder.nativeOrder()).isTrue();
    assertThat(in.getLong(8)).isZero();
    long x = filled(1);
    long y = filled(1);
    addScaled(1, x, y); // compiles and loads, which a capture must not
    GpuGraph graph =
        device.capture(
            () -> {
              device.send(x, in);
              device.zero(y, BYTES);
              addScaled(2, x, y);
              device.receive(out, y);
            });
    assertThat(read(y)).isEqualTo(expected(2, 1));
    for (float value : new float[] {5, 7}) {
      fill(in, value);
      device.replay(graph);
      device.synchronize();
      float[] values = new float[FLOATS];
      out.asFloatBuffer().get(values);
      assertThat(values).isEqualTo(expected(2, value));
    }
    graph.close();
    graph.close();
  }

  @Test
  void shouldBeAsBeforeWhenACaptureFails() {
    long x = filled(1);
    assertThatThrownBy(
            () ->
                device.capture(
                    () -> {
                      device.zero(x, BYTES);
                      device.synchronize();
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cudaStreamSynchronize failed: cudaErrorStreamCaptureUnsupported");
    assertThatThrownBy(
            () ->
                device.capture(
                    () -> {
                      throw new IllegalArgumentException("a step's own");
                    }))
        .hasMessage("a step's own");
    assertThat(read(x)).isEqualTo(expected(1, 1));
    try (GpuGraph graph = device.capture(() -> device.zero(x, BYTES))) {
      device.replay(graph);
    }
    assertThat(read(x)).containsOnly(0f);
  }

  @Test
  void shouldNameTheCallThatFailsAndGoOn() {
    long x = filled(1);
    assertThatThrownBy(() -> device.copy(0, x, BYTES))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the GPU's cudaMemcpyAsync failed: cudaErrorInvalidValue, invalid argument");
    assertThatThrownBy(() -> device.function(ELEMENTS, "absent"))
        .hasMessage("the GPU's cuModuleGetFunction of absent failed: 500, named symbol not found");
    GpuFunction kernel = device.function(ELEMENTS, "add_scaled_float32_float32");
    LaunchGeometry tooMuch = new LaunchGeometry(1, 1, 1, 32, 1 << 20);
    assertThatThrownBy(() -> device.launch(kernel, tooMuch, new KernelArguments()))
        .hasMessage(
            "the GPU's cuFuncSetAttribute of add_scaled_float32_float32 failed: 1, invalid argument");
    assertThat(read(x)).isEqualTo(expected(1, 1));
  }

  @Test
  void shouldSayHowMuchMemoryThereIs() {
    long total = device.properties().totalBytes();
    assertThatThrownBy(() -> device.allocate(2 * total))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "the GPU's memory is too small: %,d bytes wanted".formatted(2 * total));
    assertThat(read(filled(2))).isEqualTo(expected(1, 2));
  }

  @Test
  void shouldShowTheCompilersLog() {
    CudaProgram wrong = ELEMENTS.with("float", "nonsense");
    assertThatThrownBy(() -> device.function(wrong, "add_scaled_float32_float32"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("elements.cu does not compile for sm_")
        .hasMessageContaining("nonsense");
  }
}
