package dev.kindling.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels through NVIDIA's compiler, wherever there is one; no GPU is needed. */
class KernelCompilationTest {
  private static final List<String> ARCHITECTURES = List.of("sm_80", "sm_90", "sm_100");

  private static final Pattern ENTRY = Pattern.compile("Compiling entry function '(\\w+)'");
  private static final Pattern STACK = Pattern.compile("(\\d+) bytes stack frame");

  @TempDir Path folder;

  @BeforeAll
  static void findCompiler() throws InterruptedException {
    boolean found;
    try {
      Process process =
          new ProcessBuilder("nvcc", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      found = process.waitFor() == 0;
    } catch (IOException e) {
      found = false;
    }
    Assumptions.assumeTrue(found, "compiling CUDA kernels needs nvcc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"elements", "sums", "norms", "rows", "loss", "parameters", "attention_plain"})
  void shouldCompile(String name) throws Exception {
    compile(CudaProgram.of(name + ".cu"), name.equals("attention_plain"));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 64, 80, 128})
  void shouldCompileAttentionInTiles(int headSize) throws Exception {
    compile(CudaProgram.of("attention_tiles.cu").with("HEAD_SIZE", headSize), false);
  }

  /** Kernels that count for speed must keep all that they compute with in registers. */
  private void compile(CudaProgram program, boolean mayUseStack) throws Exception {
    StringBuilder source = new StringBuilder();
    program.definitions().forEach((k, v) -> source.append("#define " + k + " " + v + "\n"));
    Path file = folder.resolve("kernels.cu");
    Files.writeString(file, source + program.text());
    for (String architecture : ARCHITECTURES) {
      String log = nvcc(file, architecture);
      Matcher entries = ENTRY.matcher(log);
      Matcher stacks = STACK.matcher(log);
      int count = 0;
      while (entries.find()) {
        count++;
        assertThat(stacks.find(entries.end())).isTrue();
        if (!mayUseStack) {
          assertThat(stacks.group(1))
              .as("bytes of stack of %s on %s", entries.group(1), architecture)
              .isEqualTo("0");
        }
      }
      assertThat(count).as("kernels").isPositive();
    }
  }

  private String nvcc(Path file, String architecture) throws Exception {
    Process process =
        new ProcessBuilder(
                "nvcc",
                "-std=c++17",
                "-arch=" + architecture,
                "-cubin",
                "-Xptxas",
                "-v",
                "-o",
                folder.resolve("kernels.cubin").toString(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(log).isZero();
    assertThat(log).doesNotContain("warning");
    return log;
  }
}
