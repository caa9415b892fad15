package dev.kindling.benchmarks.tokenizer;

import dev.kindling.benchmarks.JsonLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process that measures encoding, one record a line: the peer's number of threads is settled when
 * its process starts, and a cold start needs a new one anyway.
 */
final class EncodeProcess {
  private static final int COLD_MEGABYTES = 1;
  private static final String PUBLISHED = "-";

  private EncodeProcess() {}

  /** Every side, warm, and ours on one thread too. */
  static List<EncodeRate> rates(TokenizerArguments arguments, int threads)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Integer.toString(arguments.megabytes()),
            Integer.toString(threads),
            Integer.toString(arguments.rounds()));
    return run(arguments, threads, command).stream()
        .map(line -> JsonLines.read(line, EncodeRate.class))
        .toList();
  }

  /** One side from the start of a process. */
  static ColdStart cold(TokenizerArguments arguments, EncoderSide side)
      throws IOException, InterruptedException {
    return JsonLines.read(run(arguments, 1, List.of(side.name())).get(0), ColdStart.class);
  }

  private static List<String> run(TokenizerArguments arguments, int threads, List<String> words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx2g", "-cp", System.getProperty("java.class.path")));
    command.add(EncodeProcess.class.getName());
    command.add(arguments.tokenizer().map(Path::toString).orElse(PUBLISHED));
    command.add(arguments.text().toString());
    command.addAll(words);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("RAYON_NUM_THREADS", Integer.toString(threads)); // the peer's
    builder.environment().put("TOKENIZERS_PARALLELISM", "true");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("encoding ended with status " + process.exitValue());
    }
    return output.lines().toList();
  }

  /** The process: tokenizer, text, then a side, or megabytes, threads and rounds. */
  public static void main(String[] arguments) throws IOException {
    byte[] json =
        TokenizerFile.read(
            Optional.of(arguments[0]).filter(file -> !file.equals(PUBLISHED)).map(Path::of));
    Path text = Path.of(arguments[1]);
    if (arguments.length == 3) {
      Documents documents = Documents.read(text, COLD_MEGABYTES);
      System.out.println(JsonLines.of(cold(EncoderSide.valueOf(arguments[2]), json, documents)));
    } else {
      Documents documents = Documents.read(text, Integer.parseInt(arguments[2]));
      int threads = Integer.parseInt(arguments[3]);
      int rounds = Integer.parseInt(arguments[4]);
      InterleavedRates.measure(json, documents, threads, rounds)
          .forEach(rate -> System.out.println(JsonLines.of(rate)));
    }
    System.out.flush();
  }

  private static ColdStart cold(EncoderSide side, byte[] json, Documents documents) {
    long start = System.nanoTime();
    try (EncodingPass pass = new EncodingPass(side, json, documents, 1)) {
      List<SharedEncoder.Worker> workers = pass.newWorkers();
      long loaded = System.nanoTime();
      long tokens = pass.run(workers);
      long nanos = System.nanoTime() - loaded;
      return new ColdStart(
          ColdStart.ROW,
          side.label(),
          JsonLines.rounded((loaded - start) / 1e6, 1),
          JsonLines.rounded(documents.bytes() / 1e6, 2),
          JsonLines.rounded(nanos / 1e6, 1),
          Math.round(tokens * 1e9 / nanos));
    }
  }
}
