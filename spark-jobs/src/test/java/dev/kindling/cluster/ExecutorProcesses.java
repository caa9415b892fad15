package dev.kindling.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Spark's executors among the processes of this machine. */
public final class ExecutorProcesses {
  private static final String MAIN = "org.apache.spark.executor.CoarseGrainedExecutorBackend";

  private ExecutorProcesses() {}

  /**
   * The executors that a driver with a cluster of its own, or a worker, has started and that are
   * alive. What an executor starts itself bears its command line too for a moment, and so does what
   * a driver starts bear the driver's: neither counts.
   */
  public static Stream<ProcessHandle> of(ProcessHandle starter) {
    return starter.children().filter(ExecutorProcesses::isExecutor);
  }

  private static boolean isExecutor(ProcessHandle process) {
    try {
      // ProcessHandle.Info has no arguments where they are longer than a page.
      Path arguments = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      return Files.readString(arguments).contains(MAIN);
    } catch (IOException ended) { // before or while it was read
      return false;
    }
  }
}
