package dev.kindling.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernels through the compiler that runs have, wherever there are CUDA's libraries and a driver
 * to load them with; it takes less than nvcc.
 */
class NvrtcCompilationTest {
  private static final int[] CAPABILITIES = {80, 90, 100};

  private static final String MISSING = missing();

  @TempDir Path folder;

  @BeforeEach
  void requireCompiler() {
    Assumptions.assumeTrue(
        MISSING == null, () -> "compiling as a run does needs NVRTC: " + MISSING);
  }

  private static String missing() {
    try {
      Loader.load(nvrtc.class);
      return null;
    } catch (LinkageError e) {
      return e.getMessage();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"elements", "sums", "norms", "rows", "loss", "parameters", "attention_plain"})
  void shouldCompile(String name) {
    compile(CudaProgram.of(name + ".cu"));
  }

  @ParameterizedTest
  @CsvSource({"16", "64", "80", "128"})
  void shouldCompileAttentionInTiles(int headSize) {
    compile(CudaProgram.of("attention_tiles.cu").with("HEAD_SIZE", headSize));
  }

  private void compile(CudaProgram program) {
    for (int capability : CAPABILITIES) {
      assertThat(new KernelCompiler(new KernelCache(folder), capability).compile(program))
          .isNotEmpty();
    }
  }
}
