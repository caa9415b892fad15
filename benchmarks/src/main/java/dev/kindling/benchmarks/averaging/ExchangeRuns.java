package dev.kindling.benchmarks.averaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs of {@code scripts/kindling} with executor processes of their own, a step and an example a
 * round: what is left of a round is its exchange. Everything lies in one temporary folder.
 */
final class ExchangeRuns implements AutoCloseable {
  private static final int MOST_MINUTES = 15;

  /** So many that any text fills the vocabulary: its size is part of the model's. */
  private static final int RESERVED_PIECES = 30_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path home;
  private final Path folder;
  private final Path config;
  private final AveragingArguments.Exchange settings;
  private final int workers;

  /** Prepares the examples that all runs read. */
  ExchangeRuns(Path text, AveragingArguments.Exchange settings, int workers)
      throws IOException, InterruptedException {
    this.settings = settings;
    this.workers = workers;
    home = Path.of(System.getProperty("kindling.home", ".")).toRealPath();
    folder = Files.createTempDirectory("kindling-averaging");
    config = folder.resolve("pipeline.yaml");
    Files.writeString(config, pipeline(text.toRealPath()));
    Files.writeString(
        folder.resolve("spark-defaults.conf"),
        """
        spark.driver.memory %dm
        spark.executor.memory %dm
        spark.driver.maxResultSize 0
        spark.memory.fraction 0.7
        spark.ui.enabled false
        spark.ui.showConsoleProgress false
        """
            .formatted(settings.driverMebibytes(), settings.executorMebibytes()));
    for (String stage : List.of("corpus", "vocab", "examples")) {
      kindling("local[*]", stage, List.of());
    }
  }

  /** A run's rounds. */
  List<JsonNode> rounds(ExchangeCase way) throws IOException, InterruptedException {
    kindling(
        "local-cluster[%d,1,%d]".formatted(settings.executors(), settings.executorMebibytes()),
        "pretrain",
        way.settings());
    Path run = folder.resolve("work/runs");
    List<JsonNode> rounds = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("exchange/metrics.jsonl"))) {
      JsonNode event = JSON.readTree(line);
      if (event.path("event").asText().equals("train")) {
        rounds.add(event);
      }
    }
    delete(run);
    return rounds;
  }

  private String pipeline(Path text) {
    return """
        workdir: %s
        corpus: {inputs: {text: {path: "%s", format: auto}}, rules: {length: {}}}
        vocab: {minimum-frequency: 1, reserved: [%s]}
        examples: {bert: {kind: masked-language-model, sequence-length: 512, duplicates: 1, shards: %d}}
        runs:
          exchange:
            examples: bert
            model: {preset: %s}
            training:
              workers: %d
              local-steps: 1
              steps: %d
              batch-size: 1
              checkpoint-every-rounds: 1000000
              keep-checkpoints: 1
              averaging: {moments: local, outer-learning-rate: 0.7, outer-momentum: 0.9}
        """
        .formatted(
            folder.resolve("work"),
            text,
            IntStream.range(0, RESERVED_PIECES)
                .mapToObj("\"[unused%d]\""::formatted)
                .collect(Collectors.joining(", ")),
            workers,
            settings.model(),
            workers,
            settings.rounds() + 1);
  }

  /**
   * Runs a command.
   *
   * @throws IOException if it fails, with its last line
   */
  private void kindling(String master, String command, List<String> overrides)
      throws IOException, InterruptedException {
    Path log = folder.resolve(command + ".log");
    List<String> words =
        new ArrayList<>(List.of(home.resolve("scripts/kindling").toString(), command));
    words.addAll(List.of("--config", config.toString(), "--master", master));
    for (String override : overrides) {
      words.addAll(List.of("--set", "runs.exchange.training." + override));
    }
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("%s took more than %d minutes".formatted(command, MOST_MINUTES));
      }
    } finally {
      process.destroy();
    }
    if (process.exitValue() != 0) {
      List<String> lines = Files.readAllLines(log);
      throw new IOException(
          "%s ended with status %d: %s"
              .formatted(
                  command,
                  process.exitValue(),
                  lines.isEmpty() ? "no output" : lines.get(lines.size() - 1)));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    delete(folder);
  }
}
