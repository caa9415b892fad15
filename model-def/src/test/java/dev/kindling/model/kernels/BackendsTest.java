package dev.kindling.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class BackendsTest {
  private static final String PROBE = "one-thread-test";
  private static final String TEAM = "kindling-kernel"; // as much of the name as Linux keeps

  @Test
  void shouldNameTheBackendsThatThereAre() {
    assertThatThrownBy(() -> Backends.open("abacus", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no backend abacus; this build has [cpu, cuda, nd4j]");
  }

  @Test
  void shouldRejectADeviceWhereThereIsNoChoice() {
    assertThatThrownBy(() -> Backends.open("cpu:1", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the backend cpu has no devices to choose from: leave out :1");
  }

  @Test
  void shouldSayHowToStartJavaWithoutTheVectorModule() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OpenCpu.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output)
        .contains("IllegalStateException: ")
        .contains("start Java with --add-modules jdk.incubator.vector");
  }

  /** Opens the backend and prints what happens. */
  static final class OpenCpu {
    private OpenCpu() {}

    public static void main(String[] arguments) {
      for (int attempt = 0; attempt < 2; attempt++) { // the second finds a class that failed before
        try (Kernels kernels = Backends.open("cpu", 1)) {
          System.out.println("opened " + kernels);
          System.exit(1);
        } catch (IllegalStateException e) {
          System.out.println("IllegalStateException: " + e.getMessage());
          if (!e.getMessage().contains("jdk.incubator.vector")) {
            System.exit(1);
          }
        }
      }
    }
  }

  /** Threads of OpenMP would bear the name of the thread that started them. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldStartNoThreadsButItsTeam() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, PROBE));
    long before = threadsNamed(TEAM);
    try (Kernels kernels = Backends.open("cpu", 3)) {
      Callable<Long> multiply =
          () -> {
            multiplyLargeMatrices(kernels);
            return threadsNamed(PROBE);
          };
      assertThat(executor.submit(multiply).get()).isEqualTo(1);
      assertThat(threadsNamed(TEAM)).isBetween(2L, before + 2);
    } finally {
      executor.shutdown();
    }
  }

  private static void multiplyLargeMatrices(Kernels kernels) {
    int n = 512;
    try (Buffer x = kernels.allocate((long) n * n, ElementType.FLOAT32);
        Buffer values = kernels.allocate((long) n * n, ElementType.FLOAT32);
        Buffer y = kernels.allocate((long) n * n, ElementType.FLOAT32);
        Weight weight = kernels.weight(n, n, values, ElementType.FLOAT32)) {
      weight.refresh();
      kernels.linear(n, x, weight, null, y);
    }
  }

  private static long threadsNamed(String name) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      List<Path> all = tasks.toList();
      long count = 0;
      for (Path task : all) {
        if (Files.exists(task.resolve("comm"))
            && Files.readString(task.resolve("comm")).strip().equals(name)) {
          count++;
        }
      }
      return count;
    }
  }
}
