package dev.kindling.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Small corpora whose tokens tell where they come from. */
final class Corpora {
  static final SpecialIds SPECIAL = new SpecialIds(2, 3, 4, 5);
  static final int FIRST_ORDINARY = 6;
  private static final int TOKENS_PER_DOCUMENT = 1_000;

  private Corpora() {}

  /** Documents of the given shape; token = 1000 * (document + 1) + running number. */
  static List<TokenizedDocument> documents(int documents, int sentences, int sentenceLength) {
    List<TokenizedDocument> all = new ArrayList<>();
    for (int d = 0; d < documents; d++) {
      int[][] tokens = new int[sentences][];
      for (int s = 0; s < sentences; s++) {
        int first = TOKENS_PER_DOCUMENT * (d + 1) + s * sentenceLength;
        tokens[s] = IntStream.range(first, first + sentenceLength).toArray();
      }
      all.add(new TokenizedDocument("document-" + d, tokens));
    }
    return all;
  }

  static int documentOf(int token) {
    return token / TOKENS_PER_DOCUMENT - 1;
  }
}
