package dev.kindling.benchmarks.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A running {@link ExchangeTasks} as its parent sees it. */
final class ExchangeProcess implements AutoCloseable {
  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;

  ExchangeProcess(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx2g", "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ExchangeTasks.class.getName()));
    command.addAll(Arrays.asList(arguments));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    requests = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** One line of answer, its fields. */
  List<String> answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("a task's process ended; its own output says why");
    }
    return List.of(line.split("\t"));
  }

  void tell(List<String> fields) throws IOException {
    requests.write(String.join("\t", fields) + "\n");
    requests.flush();
  }

  @Override
  public void close() throws IOException {
    try (requests;
        answers) {
      requests.write("\n");
    } catch (IOException e) {
      process.destroy(); // it no longer reads
    }
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
