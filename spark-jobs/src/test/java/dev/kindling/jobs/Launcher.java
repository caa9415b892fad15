package dev.kindling.jobs;

import dev.kindling.cluster.ExecutorProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code scripts/kindling} as a user does: another process, the shaded jar, the embedded
 * Spark.
 */
final class Launcher {
  private static final long TIME_LIMIT_MINUTES = 5;

  private final Path repository;
  private final Path outputFile;

  Launcher(Path repository, Path outputFile) {
    this.repository = repository;
    this.outputFile = outputFile;
  }

  /** What a finished process left: its exit code and everything that it printed. */
  record Result(int exitCode, String output) {}

  Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(repository.resolve("scripts/kindling").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(outputFile.toFile());
    builder.environment().remove("SPARK_HOME");
    return builder.start();
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    if (!process.waitFor(TIME_LIMIT_MINUTES, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("No end after " + TIME_LIMIT_MINUTES + " minutes: " + output());
    }
    return new Result(process.exitValue(), output());
  }

  /** Waits until a process has made a file or folder: its files are all that it tells. */
  void await(Process process, Path path) throws IOException, InterruptedException {
    while (!Files.exists(path)) {
      if (!process.isAlive()) {
        throw new AssertionError("ended before " + path + " was there: " + output());
      }
      Thread.sleep(5);
    }
  }

  /** Kills one executor of a driver, which is the launcher's own process. */
  static void killExecutor(Process driver) {
    ProcessHandle executor = ExecutorProcesses.of(driver.toHandle()).findFirst().orElseThrow();
    if (!executor.destroyForcibly()) {
      throw new AssertionError("executor " + executor.pid() + " cannot be killed");
    }
  }

  String output() throws IOException {
    return Files.readString(outputFile);
  }
}
