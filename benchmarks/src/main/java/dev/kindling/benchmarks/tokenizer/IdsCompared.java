package dev.kindling.benchmarks.tokenizer;

import java.util.Arrays;
import java.util.List;

/**
 * Whether both sides do the same work.
 *
 * @param row {@value #ROW}
 * @param side label of ours
 * @param documents compared
 * @param tokens of ours
 * @param different documents whose ids are not the peer's
 */
record IdsCompared(String row, String side, int documents, long tokens, int different) {
  static final String ROW = "ids";

  /** Each of our ways beside Hugging Face's ids. */
  static List<IdsCompared> of(byte[] json, Documents documents) {
    try (SharedEncoder peer = EncoderSide.HUGGING_FACE_EACH.open(json)) {
      List<int[]> expected = documents.texts().parallelStream().map(peer::ids).toList();
      return Arrays.stream(EncoderSide.values())
          .filter(EncoderSide::ours)
          .map(side -> of(side, json, documents, expected))
          .toList();
    }
  }

  private static IdsCompared of(
      EncoderSide side, byte[] json, Documents documents, List<int[]> expected) {
    try (SharedEncoder encoder = side.open(json)) {
      long tokens = 0;
      int different = 0;
      for (int i = 0; i < documents.size(); i++) {
        int[] ids = encoder.ids(documents.texts().get(i));
        tokens += ids.length;
        different += Arrays.equals(ids, expected.get(i)) ? 0 : 1;
      }
      return new IdsCompared(ROW, side.label(), documents.size(), tokens, different);
    }
  }
}
