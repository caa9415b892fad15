package dev.kindling.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tests that want a GPU, on a machine without one: all of the backend that is Java, and the
 * bindings, over {@link StandInLibraries}.
 */
class CudaStandInTest {
  @TempDir static Path folder;

  private static StandInLibraries libraries;

  @BeforeAll
  static void compile() {
    libraries = new StandInLibraries(folder);
  }

  @Test
  void shouldPassTheTestsOfAGpu() throws Exception {
    StandInLibraries.Outcome outcome = libraries.run(GpuProcess.Tests.class, Map.of());
    assertThat(outcome.good()).as(outcome.output()).isTrue();
  }

  /** The first GPU of CUDA's is the last on the bus, as nvidia-smi counts. */
  @Test
  void shouldComputeOnTheGpuThatIsMeant() throws Exception {
    String first = "GPU-e8e9eaeb-eced-eeef-f0f1-f2f3f4f5f6f7";
    String second = "GPU-e9eaebec-edee-eff0-f1f2-f3f4f5f6f7f8";
    assertThat(doctor(Map.of(), "", "0", "1", first, "2"))
        .containsExactly(
            "driver for CUDA 13.1, runtime 13.1, cuBLASLt 130100, NVRTC 13.1",
            "stand-in 0, 9",
            "stand-in 1, 9",
            "computed on stand-in 1",
            "computed on stand-in 1",
            "computed on stand-in 0",
            "computed on stand-in 0",
            "there is no GPU 2: this process sees 2, 0 to 1 = [" + second + ", " + first + "]");
  }

  @ParameterizedTest
  @CsvSource({
    "35, needs a newer NVIDIA driver",
    "100, needs a GPU",
    "700, 'cannot use the GPU of this machine: cudaErrorIllegalAddress, as the name says'"
  })
  void shouldSayInOneSentenceWhyThereIsNoGpu(String status, String said) throws Exception {
    assertThat(doctor(Map.of("KINDLING_STANDIN_COUNT_STATUS", status), ""))
        .singleElement()
        .asString()
        .contains(said);
  }

  @Test
  void shouldRefuseAGpuThatIsTooOld() throws Exception {
    assertThat(doctor(Map.of("KINDLING_STANDIN_CAPABILITY", "75"), ""))
        .last()
        .asString()
        .contains("the stand-in 1 has 7.5");
  }

  /** The driver then translates portable code. */
  @Test
  void shouldTakeAGpuThatIsNewerThanTheCompiler() throws Exception {
    assertThat(doctor(Map.of("KINDLING_STANDIN_CAPABILITY", "130"), ""))
        .last()
        .isEqualTo("computed on stand-in 1");
  }

  @Test
  void shouldFindCompiledKernelsAgain() throws Exception {
    Map<String, String> withoutCompiler =
        Map.of("KINDLING_STANDIN_NO_COMPILER", "1", "KINDLING_STANDIN_CAPABILITY", "80");
    assertThat(String.join("\n", doctor(withoutCompiler, "")))
        .contains("does not compile for sm_80:\nthis compiler is not to be asked");
    doctor(Map.of("KINDLING_STANDIN_CAPABILITY", "80"), "");
    assertThat(doctor(withoutCompiler, "")).last().isEqualTo("computed on stand-in 1");
  }

  private static Iterable<String> doctor(Map<String, String> environment, String... addresses)
      throws Exception {
    String output = libraries.run(GpuProcess.Doctor.class, environment, addresses).output();
    return output.lines().filter(line -> !line.matches("(?i)warning: .*")).toList();
  }
}
