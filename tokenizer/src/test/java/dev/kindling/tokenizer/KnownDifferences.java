package dev.kindling.tokenizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

/** The characters of {@code known-differences.txt}. */
final class KnownDifferences {

  private KnownDifferences() {}

  static NavigableSet<Integer> codePoints(boolean lowercase) throws IOException {
    NavigableSet<Integer> codePoints = new TreeSet<>();
    for (String line : lines()) {
      String[] fields = line.split("\t", -1);
      if (fields[1].equals("both") || (lowercase && fields[1].equals("lowercase"))) {
        String[] range = fields[0].split("\\.\\.", -1);
        for (int c = Integer.parseInt(range[0], 16); c <= Integer.parseInt(range[1], 16); c++) {
          codePoints.add(c);
        }
      }
    }
    return codePoints;
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    KnownDifferences.class.getResourceAsStream("known-differences.txt")),
                StandardCharsets.UTF_8))) {
      return in.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }
}
