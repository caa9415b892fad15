package dev.kindling.benchmarks.tokenizer;

/**
 * How many lines of a file get the same ids from both.
 *
 * @param row {@value #ROW}
 * @param file as given, or how many
 * @param tokens of the peer
 * @param different lines
 */
record IdsOfFile(String row, String file, long lines, long bytes, long tokens, long different) {
  static final String ROW = "ids-of-file";

  static IdsOfFile none(String file) {
    return new IdsOfFile(ROW, file, 0, 0, 0, 0);
  }

  IdsOfFile plus(IdsOfFile other) {
    return new IdsOfFile(
        row,
        file,
        lines + other.lines,
        bytes + other.bytes,
        tokens + other.tokens,
        different + other.different);
  }

  IdsOfFile plus(IdsPair.Compared some) {
    return plus(
        new IdsOfFile(
            row, file, some.lines(), some.bytes(), some.tokens(), some.different().size()));
  }
}
