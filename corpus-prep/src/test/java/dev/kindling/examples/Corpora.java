package dev.kindling.examples;

import java.util.ArrayList;
import java.util.Arrays;
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
      all.add(document("document-" + d, tokens));
    }
    return all;
  }

  /** A document whose token i (over all sentences) stands at [10 i, 10 i + 8). */
  static TokenizedDocument document(String id, int[]... sentences) {
    return part(id, 0, sentences);
  }

  static TokenizedDocument part(String id, int part, int[]... sentences) {
    List<TokenizedSentence> all = new ArrayList<>();
    int first = 0;
    for (int[] tokens : sentences) {
      int offset = first;
      int[] starts = IntStream.range(0, tokens.length).map(i -> 10 * (offset + i)).toArray();
      int[] ends = Arrays.stream(starts).map(start -> start + 8).toArray();
      all.add(new TokenizedSentence(tokens, starts, ends));
      first += tokens.length;
    }
    return new TokenizedDocument(id, part, all);
  }

  static int documentOf(int token) {
    return token / TOKENS_PER_DOCUMENT - 1;
  }
}
