package dev.kindling.benchmarks.tokenizer;

import java.util.List;

/**
 * A line that gets different ids.
 *
 * @param row {@value #ROW}
 * @param line its number in the file, from 1 on
 * @param token index of the first id that differs
 * @param ours pieces from there on, some
 * @param theirs pieces from there on, some
 */
record IdsDiffer(
    String row,
    String file,
    long line,
    String side,
    int token,
    List<String> ours,
    List<String> theirs,
    String text) {
  static final String ROW = "ids-differ";

  IdsDiffer inFile(String name, long linesBefore) {
    return new IdsDiffer(row, name, linesBefore + line, side, token, ours, theirs, text);
  }
}
