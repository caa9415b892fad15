package dev.kindling.benchmarks.tokenizer;

import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Hugging Face's trainer on one thread, through Node.js: DJL has none. */
final class TrainerPeer {
  private final Path modules;

  /** With a folder into which npm has installed {@code tokenizers}. */
  TrainerPeer(Path modules) {
    this.modules = modules;
  }

  /**
   * What it has learned.
   *
   * @param vocabulary the special tokens, which it leaves out, and its pieces
   * @param seconds from the text's file to the vocabulary
   */
  record Trained(Vocabulary vocabulary, double seconds) {}

  /** Learns from documents, cut into words under the same options as ours. */
  Trained train(Documents documents, TokenizerOptions options)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("kindling-trainer-");
    try {
      Path script = folder.resolve("train.js");
      try (InputStream in = TrainerPeer.class.getResourceAsStream("train.js")) {
        Files.copy(in, script);
      }
      Path text = Files.write(folder.resolve("text"), documents.texts());
      Path pieces = folder.resolve("pieces");
      double seconds = run(folder, script, text, pieces, options);
      Stream<String> special = Arrays.stream(SpecialToken.values()).map(SpecialToken::text);
      return new Trained(
          Vocabulary.of(Stream.concat(special, Files.readAllLines(pieces).stream()).toList()),
          seconds);
    } finally {
      delete(folder);
    }
  }

  private double run(Path folder, Path script, Path text, Path pieces, TokenizerOptions options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node"));
    Stream.of(script, modules, text, pieces).map(Path::toString).forEach(command::add);
    command.add(Boolean.toString(options.lowercase()));
    command.add(Boolean.toString(options.stripAccents()));
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().put("RAYON_NUM_THREADS", "1");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the trainer failed: " + Files.readString(errors).strip());
    }
    return Double.parseDouble(output.strip());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
