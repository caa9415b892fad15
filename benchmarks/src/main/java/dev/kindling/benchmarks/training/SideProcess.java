package dev.kindling.benchmarks.training;

import dev.kindling.model.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A running {@link SideMain} as its parent sees it. */
final class SideProcess implements AutoCloseable {
  /**
   * Keeps freed tensors mapped. Without these, eager PyTorch spends up to a fifth of a step on page
   * faults, and a comparison would flatter us; they make its peak memory larger by less than a
   * tenth.
   */
  private static final Map<String, String> PEER_ALLOCATOR =
      Map.of(
          "MALLOC_MMAP_THRESHOLD_", "8589934592",
          "MALLOC_TRIM_THRESHOLD_", "17179869184",
          "MALLOC_TOP_PAD_", "1073741824");

  private final Side side;
  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;

  /** Starts a process, which begins to build its model. */
  SideProcess(Side side, Workload workload, Precision precision, int threads) {
    this.side = side;
    List<String> command = new ArrayList<>(javaCommand());
    command.addAll(
        List.of(side.name(), workload.name(), precision.name(), Integer.toString(threads)));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    if (side == Side.PEER) {
      builder.environment().putAll(PEER_ALLOCATOR);
      builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    }
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.get(0), e);
    }
    requests = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** One step: how long it took and the loss before it. */
  record Step(long nanos, double loss) {}

  /**
   * Waits until the model is built.
   *
   * @throws SideFailedException if it cannot be
   */
  void awaitReady() {
    answer();
  }

  /** Has one step done. */
  Step step() {
    String[] answer = ask("step").split(" ");
    return new Step(Long.parseLong(answer[0]), Double.parseDouble(answer[1]));
  }

  /** Returns the peak memory of the process so far, in MiB. */
  double peakMib() {
    return Long.parseLong(ask("peak")) / 1024.0;
  }

  private String ask(String request) {
    try {
      requests.write(request + "\n");
      requests.flush();
    } catch (IOException e) { // it has ended: its last answer says why
      return answer();
    }
    return answer();
  }

  private String answer() {
    try {
      String answer = answers.readLine();
      if (answer == null) {
        throw new SideFailedException(side, "ended with status " + process.waitFor());
      }
      if (answer.startsWith("failed ")) {
        throw new SideFailedException(side, answer.substring("failed ".length()));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SideFailedException(side, "interrupted");
    }
  }

  private static List<String> javaCommand() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    // JavaCPP would otherwise limit native memory by the size of the heap.
    command.addAll(List.of("-Xmx512m", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"));
    for (String name :
        List.of(
            "java.library.path",
            "org.bytedeco.javacpp.pathsFirst",
            "org.bytedeco.javacpp.cachedir")) {
      command.add("-D" + name + "=" + System.getProperty(name, ""));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), SideMain.class.getName()));
    return command;
  }

  /** Ends the process by ending its input, and waits for it. */
  @Override
  public void close() {
    try {
      requests.close();
    } catch (IOException e) {
      process.destroy(); // it no longer reads: it has ended, or it never will by itself
    }
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
