package dev.kindling.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the nd4j backend says where it cannot do what it is asked for. */
class Nd4jBackendTest {
  @Test
  void shouldRefuseTypesAndDevicesThatItLacks() {
    try (Kernels kernels = Backends.open("nd4j", 1)) {
      assertThat(kernels.supports(ElementType.BFLOAT16)).isFalse();
      assertThatThrownBy(() -> kernels.allocate(1, ElementType.BFLOAT16))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("float32 only")
          .hasMessageContaining("set precision to float32");
    }
    assertThatThrownBy(() -> Backends.open("nd4j:1", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no GPU 1");
  }

  @Test
  void shouldSayWhatToDoWithoutNd4j() throws Exception {
    String withoutNd4j =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("nd4j"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(open(withoutNd4j, "nd4j"))
        .containsExactly(
            "The backend nd4j needs ND4J, which is not on the class path: docs/gpu.md shows how to"
                + " lay out nd4j-native or nd4j-cuda-11.6 and where to name it.");
  }

  /** ND4J brings OpenMP with as many threads as there are cores. */
  @Test
  void shouldSayWhatTheCpuBackendNeedsBesideNd4j() throws Exception {
    List<String> lines = open(System.getProperty("java.class.path"), "nd4j", "cpu", "cpu");
    assertThat(lines.get(0)).isEqualTo("opened nd4j");
    assertThat(lines.subList(1, 3)).allMatch(line -> line.contains("set OMP_NUM_THREADS=1"));
  }

  /** Opens backends in a process of its own and returns what happens, a line each. */
  private static List<String> open(String classPath, String... backends) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules=jdk.incubator.vector",
            "-Dorg.bytedeco.javacpp.cachedir="
                + System.getProperty("org.bytedeco.javacpp.cachedir"),
            "-cp",
            classPath,
            Open.class.getName());
    command.command().addAll(List.of(backends));
    command.environment().remove("OMP_NUM_THREADS");
    command.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = command.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  /** Prints what comes of opening each backend. */
  static final class Open {
    private Open() {}

    public static void main(String[] backends) {
      for (String backend : backends) {
        try (Kernels kernels = Backends.open(backend, 1)) {
          System.out.println(kernels.maxBufferSize() > 0 ? "opened " + backend : "");
        } catch (BackendUnavailableException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }
}
