package dev.kindling.benchmarks.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.benchmarks.InvalidArgumentsException;
import dev.kindling.benchmarks.JsonLines;
import dev.kindling.corpus.read.DocumentReader;
import dev.kindling.corpus.read.InputFormat;
import dev.kindling.corpus.read.ReadLimits;
import dev.kindling.corpus.read.ReadResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.zip.GZIPInputStream;

/**
 * Main text of real pages: agreement with the true text, and the time from a page's bytes to its
 * text. Reads the layout of the article-extraction benchmark, {@code ground-truth.json} with an
 * {@code articleBody} by id and {@code html/<id>.html} or {@code .html.gz}.
 */
final class ExtractionRow implements CorpusRow {
  /**
   * What is printed where there are no pages; they belong to their publishers and do not come
   * along.
   */
  record Skipped(String row, String skipped) {}

  /**
   * The result over all pages.
   *
   * @param f1 harmonic mean of the next two
   * @param precision mean over pages, in [0, 1]
   * @param recall mean over pages, in [0, 1]
   * @param millisPerPage of the median round over all pages, on one warm thread
   */
  record Extraction(
      String row,
      int pages,
      double f1,
      double precision,
      double recall,
      double millisPerPage,
      int rounds) {}

  private record Page(byte[] html, String truth) {}

  @Override
  public String name() {
    return "extraction";
  }

  @Override
  public List<? extends Record> measure(CorpusArguments arguments) throws Exception {
    if (arguments.pages().isEmpty()) {
      return List.of(new Skipped(name(), "no pages: give --pages FOLDER"));
    }
    return List.of(measure(pages(arguments.pages().get()), arguments.rounds()));
  }

  private Extraction measure(List<Page> pages, int rounds) {
    List<ShingleScore> scores =
        pages.stream().map(page -> ShingleScore.of(text(page.html()), page.truth())).toList();
    double precision = mean(scores, ShingleScore::precision);
    double recall = mean(scores, ShingleScore::recall);
    return new Extraction(
        name(),
        pages.size(),
        JsonLines.rounded(2 * precision * recall / (precision + recall), 4),
        JsonLines.rounded(precision, 4),
        JsonLines.rounded(recall, 4),
        JsonLines.rounded(medianMillis(pages, rounds) / pages.size(), 3),
        rounds);
  }

  /** Over the pages for which the figure is defined. */
  private static double mean(List<ShingleScore> scores, ToDoubleFunction<ShingleScore> figure) {
    return scores.stream()
        .mapToDouble(figure)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(0);
  }

  /** As many rounds as are measured go before: the compiler needs more than one for parsing. */
  private static double medianMillis(List<Page> pages, int rounds) {
    long[] nanos = new long[2 * rounds];
    long characters = -1;
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      long sum = pages.stream().mapToLong(page -> text(page.html()).length()).sum();
      nanos[i] = System.nanoTime() - start;
      if (characters >= 0 && sum != characters) {
        throw new IllegalStateException("extraction gave another text in round " + i);
      }
      characters = sum;
    }
    long[] measured = Arrays.copyOfRange(nanos, rounds, nanos.length);
    Arrays.sort(measured);
    return measured[rounds / 2] / 1e6;
  }

  private static String text(byte[] html) {
    try (DocumentReader reader =
        DocumentReader.open(
            InputFormat.HTML, "page", new ByteArrayInputStream(html), ReadLimits.defaults())) {
      return reader.next() instanceof ReadResult.Accepted page ? page.document().text() : "";
    }
  }

  private static List<Page> pages(Path folder) throws IOException {
    JsonNode truth = new ObjectMapper().readTree(folder.resolve("ground-truth.json").toFile());
    List<Page> pages = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : truth.properties()) {
      pages.add(
          new Page(html(folder, entry.getKey()), entry.getValue().path("articleBody").asText()));
    }
    if (pages.isEmpty()) {
      throw new InvalidArgumentsException(
          "--pages " + folder + ": ground-truth.json names no page");
    }
    return pages;
  }

  private static byte[] html(Path folder, String id) throws IOException {
    Path plain = folder.resolve("html").resolve(id + ".html");
    Path packed = folder.resolve("html").resolve(id + ".html.gz");
    if (Files.exists(plain)) {
      return Files.readAllBytes(plain);
    }
    if (!Files.exists(packed)) {
      throw new InvalidArgumentsException(
          "--pages " + folder + " lacks html/" + id + ".html or .html.gz");
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
      return in.readAllBytes();
    }
  }
}
