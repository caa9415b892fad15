package dev.kindling.model.kernels.cuda;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Stand-ins for CUDA's libraries, which compute on the CPU and check what they are called with. A
 * process finds them in its place of libraries.
 */
final class StandInLibraries {
  private final Path folder;
  private final List<String> files = new ArrayList<>();

  /** Compiles them into a folder; skips the test where they cannot be compiled. */
  StandInLibraries(Path folder) {
    this.folder = folder;
    HostCompiler compiler = KernelEmulation.compiler();
    String header = KernelEmulation.resource("standin/standin.h");
    Path driver = compiler.standIn(folder, "libcuda.so.1", header + source("libcuda"));
    files.add(driver.toString());
    for (String name : List.of("libcudart", "libcublasLt", "libcublas", "libnvrtc")) {
      String text = header + source(name);
      files.add(compiler.standIn(folder, name + ".so.13", text, driver).toString());
    }
  }

  private static String source(String name) {
    return KernelEmulation.resource("standin/" + name + ".cpp");
  }

  /** What a process that found them has printed, and whether it ended well. */
  record Outcome(boolean good, String output) {}

  /** Runs a class's main method in a process that finds them. */
  Outcome run(Class<?> main, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("--add-modules=jdk.incubator.vector");
    command.add("-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("javacpp"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // JavaCPP prefers what it finds in /usr/local/cuda, but not to what is loaded already.
    builder.environment().put("LD_PRELOAD", String.join(File.pathSeparator, files));
    builder.environment().merge("LD_LIBRARY_PATH", folder.toString(), this::before);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor() == 0, output);
  }

  private String before(String others, String ours) {
    return ours + File.pathSeparator + others;
  }
}
