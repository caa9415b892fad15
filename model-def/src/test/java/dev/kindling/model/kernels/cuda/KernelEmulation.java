package dev.kindling.model.kernels.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs the kernels' CUDA C++ on the CPU: see {@code emulation.h}. Addresses are those of this
 * process. One thread of the JVM at a time.
 */
final class KernelEmulation implements KernelRunner {
  private static final Pattern KERNEL = Pattern.compile("extern \"C\"\\s+void\\s+(\\w+)\\s*\\(");

  /** What NVRTC refuses, unlike nvcc and g++: seen with 13.1. */
  private static final Pattern GENERIC_LAMBDA =
      Pattern.compile("\\[[&=\\w, ]*]\\s*\\([^)]*\\bauto\\b");

  private static HostCompiler compiler;

  private final Map<CudaProgram, Long> libraries = new HashMap<>();
  private long seed = 1;

  private KernelEmulation() {}

  /** A kernel, compiled for the CPU. */
  record Function(String name, long trampoline, int argumentCount) implements GpuFunction {}

  /** Returns an emulation; skips the test where kernels cannot be compiled. */
  static KernelEmulation open() {
    compiler();
    return new KernelEmulation();
  }

  /** Returns the compiler, with the emulator loaded; skips the test where there is none. */
  static synchronized HostCompiler compiler() {
    String missing = HostCompiler.missing();
    Assumptions.assumeTrue(missing == null, missing);
    if (compiler == null) {
      compiler = new HostCompiler(resource("emulation.h"));
      System.load(compiler.emulator(resource("emulation.cpp")).toString());
    }
    return compiler;
  }

  /** Sets what the order of threads and blocks is drawn from. */
  void seed(long value) {
    seed = value;
  }

  @Override
  public Function function(CudaProgram program, String name) {
    long library = libraries.computeIfAbsent(program, KernelEmulation::load);
    long trampoline = find(library, "call_" + name);
    if (trampoline == 0) {
      throw new IllegalStateException(program.file() + " has no kernel " + name);
    }
    return new Function(name, trampoline, argumentCount(find(library, "arguments_" + name)));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if it gets another number of arguments than it has parameters, if
   *     threads wait for ever or write beyond shared memory
   */
  @Override
  public void launch(GpuFunction function, LaunchGeometry g, KernelArguments arguments) {
    Function kernel = (Function) function;
    if (kernel.argumentCount() != arguments.count()) {
      throw new IllegalStateException(
          kernel.name()
              + " takes "
              + kernel.argumentCount()
              + " arguments and was given "
              + arguments.count());
    }
    String error =
        run(
            kernel.trampoline(),
            g.gridX(),
            g.gridY(),
            g.gridZ(),
            g.threads(),
            g.sharedBytes(),
            arguments.slots(),
            seed);
    if (error != null) {
      throw new IllegalStateException(kernel.name() + ": " + error);
    }
  }

  private static long load(CudaProgram program) {
    StringBuilder definitions = new StringBuilder();
    program.definitions().forEach((k, v) -> definitions.append("#define " + k + " " + v + "\n"));
    Path library = library(definitions.toString(), program.text());
    long handle = open(library.toString());
    if (handle == 0) {
      throw new IllegalStateException("cannot load " + library);
    }
    return handle;
  }

  private static Path library(String definitions, String text) {
    StringBuilder source = new StringBuilder("#include \"emulation.h\"\n");
    source.append(definitions).append(text).append('\n');
    Matcher kernels = KERNEL.matcher(compiler().preprocess(source.toString()));
    while (kernels.find()) {
      String name = kernels.group(1);
      source.append("extern \"C\" void call_" + name + "(unsigned char* slots) {\n");
      source.append("  emulation::call(&" + name + ", slots);\n}\n");
      source.append("extern \"C\" const int arguments_" + name);
      source.append(" = emulation::arguments(&" + name + ");\n");
    }
    return compiler.kernels(source.toString());
  }

  /** For the stand-in of NVRTC: returns the file of the compiled library and the log. */
  @SuppressWarnings("unused") // by libnvrtc.cpp
  private static String[] compile(String definitions, String text) {
    if (GENERIC_LAMBDA.matcher(text).find()) {
      return new String[] {"", "a generic lambda is a host function, not allowed in JIT mode"};
    }
    try {
      return new String[] {library(definitions, text).toString(), ""};
    } catch (IllegalStateException e) {
      return new String[] {"", e.getMessage()};
    }
  }

  static String resource(String name) {
    try (var stream = KernelEmulation.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static native long open(String path);

  private static native long find(long library, String symbol);

  private static native int argumentCount(long counter);

  private static native String run(
      long trampoline, int x, int y, int z, int threads, int shared, ByteBuffer slots, long seed);
}
