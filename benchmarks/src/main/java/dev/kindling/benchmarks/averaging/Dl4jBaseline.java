package dev.kindling.benchmarks.averaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The process in which {@link Dl4jRounds} runs, as its parent sees it. */
final class Dl4jBaseline {
  static final String ROW = "round/dl4j";

  private static final int MOST_MINUTES = 20;

  /** What Spark reaches into, see its {@code JavaModuleOptions}. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private Dl4jBaseline() {}

  /**
   * Runs rounds, and one more before them.
   *
   * @throws IOException if there are none, with the last line of the log that is no place in the
   *     code
   */
  static ExchangeRow run(AveragingArguments.Exchange settings, int workers, double copyRate)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("kindling-dl4j", ".log");
    try {
      Process process =
          builder(settings, workers).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      try {
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
          throw new IOException("it took more than %d minutes".formatted(MOST_MINUTES));
        }
      } finally {
        process.destroy();
      }
      return row(Files.readAllLines(log), settings, workers, copyRate);
    } finally {
      Files.delete(log);
    }
  }

  private static ProcessBuilder builder(AveragingArguments.Exchange settings, int workers)
      throws IOException {
    Path home = Path.of(System.getProperty("kindling.home", ".")).toRealPath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    String heap = "-Xmx" + settings.driverMebibytes() + "m";
    // JavaCPP would limit native memory by the heap.
    command.addAll(List.of(heap, "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", "-cp"));
    String own = System.getProperty("java.class.path");
    command.add(
        own + ":" + Files.readString(home.resolve("benchmarks/target/dl4j-class-path")).strip());
    command.add(Dl4jRounds.class.getName());
    command.add(settings.model());
    IntStream.of(workers, settings.executors(), settings.executorMebibytes(), settings.rounds() + 1)
        .forEach(number -> command.add(Integer.toString(number)));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OMP_NUM_THREADS", "1"); // ND4J's would spin against the kernels'
    builder
        .environment()
        .put("SPARK_HOME", home.resolve("cluster-configs/local/target/spark-home").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12"); // executors start from that home
    return builder;
  }

  private static ExchangeRow row(
      List<String> lines, AveragingArguments.Exchange settings, int workers, double copyRate)
      throws IOException {
    List<String[]> rounds =
        lines.stream().filter(l -> l.startsWith("round ")).map(l -> l.split(" ")).toList();
    if (rounds.size() < 2) {
      List<String> said = lines.stream().filter(line -> !line.startsWith("\t")).toList();
      throw new IOException(said.isEmpty() ? "no output" : said.get(said.size() - 1));
    }
    double[] seconds =
        rounds.stream().skip(1).mapToDouble(words -> Double.parseDouble(words[1])).toArray();
    double bytes = 2 * Float.BYTES * Double.parseDouble(rounds.get(0)[2]);
    return ExchangeRow.of(ROW, seconds, bytes, workers, settings.executors(), copyRate);
  }
}
