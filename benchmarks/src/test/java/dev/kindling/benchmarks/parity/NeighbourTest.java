package dev.kindling.benchmarks.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine shares a process with a library that computes on OpenMP's threads. */
class NeighbourTest {
  @TempDir Path folder;

  @Test
  void shouldKeepItsBitsBesidePyTorch() throws Exception {
    Output output = run(NeighbourMain.ENGINE);
    assertThat(output.errors()).doesNotContain("Exception");
    assertThat(output.lines()).hasSize(2);
    assertThat(output.lines().get(1)).isEqualTo(output.lines().get(0));
  }

  /** It would take part in the other's OpenMP, with as many threads as there are processors. */
  @Test
  void shouldNotStartBehindAnotherOpenMp() throws Exception {
    Output output = run(NeighbourMain.LIBTORCH);
    assertThat(output.errors()).contains("set OMP_NUM_THREADS=1 in the environment");
    assertThat(output.lines()).isEmpty();
  }

  private record Output(List<String> lines, String errors) {}

  private Output run(String first) throws IOException, InterruptedException {
    Path lines = folder.resolve("lines");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder(command(first));
    builder.environment().remove("OMP_NUM_THREADS");
    builder.redirectOutput(lines.toFile()).redirectError(errors.toFile()).start().waitFor();
    return new Output(Files.readAllLines(lines), Files.readString(errors));
  }

  /** This JVM's own settings, with another main class. */
  private static List<String> command(String first) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", classPath(), NeighbourMain.class.getName(), first));
    return command;
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
        .replace("\n", File.pathSeparator);
  }
}
