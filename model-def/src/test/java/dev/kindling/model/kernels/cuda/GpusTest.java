package dev.kindling.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.model.kernels.BackendUnavailableException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which GPU is meant, and what is said where there is none that can be used. */
class GpusTest {
  /** CUDA counts the fastest first; it sits last on the bus. */
  private static final List<GpuId> GPUS =
      List.of(
          new GpuId(0, "GPU-aa", 0, 200, 0),
          new GpuId(1, "GPU-bb", 0, 3, 0),
          new GpuId(2, "GPU-cc", 0, 4, 0));

  @Test
  void shouldCountAsNvidiaSmiDoes() {
    assertThat(GpuId.find("", GPUS)).isEqualTo(1);
    assertThat(GpuId.find("0", GPUS)).isEqualTo(1);
    assertThat(GpuId.find("1", GPUS)).isEqualTo(2);
    assertThat(GpuId.find("2", GPUS)).isZero();
  }

  @Test
  void shouldFindAGpuByItsUuid() {
    assertThat(GpuId.find("gpu-AA", GPUS)).isZero();
  }

  @Test
  void shouldNameTheGpusWhereTheWantedIsNotAmongThem() {
    assertThatThrownBy(() -> GpuId.find("3", GPUS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no GPU 3: this process sees 3, 0 to 2 = [GPU-bb, GPU-cc, GPU-aa]");
  }

  @Test
  void shouldWriteAUuidAsNvidiaSmiDoes() {
    byte[] bytes = new byte[16];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0xf0 + i);
    }
    assertThat(GpuId.uuid(bytes)).isEqualTo("GPU-f0f1f2f3-f4f5-f6f7-f8f9-fafbfcfdfeff");
  }

  @Test
  void shouldRefuseAGpuThatIsTooOld() {
    GpuProperties t4 = new GpuProperties("Tesla T4", 7, 5, 40, 65_536, 1, 1);
    assertThatThrownBy(() -> Gpus.requireCapability(t4))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage(
            "The backend cuda needs a GPU of compute capability 8.0 or newer, and the Tesla T4 has 7.5: use the device nd4j with ND4J's CUDA library, or cpu.");
    Gpus.requireCapability(new GpuProperties("A100", 8, 0, 108, 1, 1, 1));
  }

  @Test
  void shouldSayThatTheDriverIsMissing() {
    LinkageError error = new UnsatisfiedLinkError("no jnicudart in java.library.path");
    error.initCause(
        new UnsatisfiedLinkError(
            "/cache/libjnicudart.so: libcuda.so.1: cannot open shared object file: No such file or directory"));
    assertThat(CudaLibraries.explain(error))
        .isEqualTo(
            "The backend cuda needs a GPU, and this machine has no NVIDIA driver (libcuda.so.1 is missing): install one for CUDA 13, or use the device cpu.");
  }

  @Test
  void shouldNameTheLibraryThatIsMissing() {
    LinkageError error =
        new UnsatisfiedLinkError(
            "/cache/libjnicublas.so: libcublasLt.so.13: cannot open shared object file: No such file or directory");
    assertThat(CudaLibraries.explain(error))
        .isEqualTo(
            "The backend cuda needs CUDA 13's libraries cudart, cublas and nvrtc, and libcublasLt.so.13 is missing: install them, and put their folder on LD_LIBRARY_PATH.");
  }

  @Test
  void shouldPassAnUnknownErrorOfLoadingOn() {
    assertThat(CudaLibraries.explain(new UnsatisfiedLinkError("no space left on device")))
        .isEqualTo(
            "The backend cuda cannot load its libraries on this machine: no space left on device");
  }

  @Test
  void shouldCompileForTheGpuAtHandOrTheNearestOlderOne() {
    assertThat(KernelCompiler.target(90, 80, 90, 100)).isEqualTo("sm_90");
    assertThat(KernelCompiler.target(130, 80, 90, 120)).isEqualTo("compute_120");
    assertThatThrownBy(() -> KernelCompiler.target(75, 80, 90))
        .hasMessage("NVRTC has no code for GPUs of compute capability 7.5");
  }
}
