package dev.kindling.benchmarks.tokenizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The same documents for every side, as strings and as bytes.
 *
 * @param texts in the order of the file
 * @param utf8 the same in UTF-8
 * @param bytes sum of the lengths of {@code utf8}
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record Documents(List<String> texts, List<byte[]> utf8, long bytes) {
  private static final int HELD_OUT_EVERY = 10;

  /**
   * Reads lines that are not blank.
   *
   * @param megabytes 10<sup>6</sup> bytes after which no further line is read
   * @throws java.nio.charset.MalformedInputException if they are not UTF-8
   */
  static Documents read(Path file, int megabytes) throws IOException {
    List<String> texts = new ArrayList<>();
    long bytes = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine();
          line != null && bytes < megabytes * 1_000_000L;
          line = lines.readLine()) {
        if (!line.isBlank()) {
          texts.add(line);
          bytes += line.getBytes(StandardCharsets.UTF_8).length;
        }
      }
    }
    return of(texts);
  }

  static Documents of(List<String> texts) {
    List<byte[]> utf8 = texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    return new Documents(
        List.copyOf(texts), utf8, utf8.stream().mapToLong(each -> each.length).sum());
  }

  int size() {
    return texts.size();
  }

  /** Length of the longest document, in UTF-16 units. */
  int longest() {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }

  /** The documents to learn from: nine of ten. */
  Documents learned() {
    return where(i -> i % HELD_OUT_EVERY != 0);
  }

  /** The documents that no learner sees: each tenth. */
  Documents heldOut() {
    return where(i -> i % HELD_OUT_EVERY == 0);
  }

  private Documents where(IntPredicate chosen) {
    return of(IntStream.range(0, size()).filter(chosen).mapToObj(texts::get).toList());
  }
}
