package dev.kindling.benchmarks.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Hugging Face's Rust library, called through DJL. */
final class HuggingFaceEncoder implements SharedEncoder {
  private final HuggingFaceTokenizer tokenizer;
  private final boolean batch;

  /**
   * Loads a tokenizer.
   *
   * @param batch whether many documents go into one call
   */
  HuggingFaceEncoder(byte[] json, boolean batch) {
    this.batch = batch;
    try {
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json),
              Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean ownThreads() {
    return batch;
  }

  @Override
  public Worker worker(Documents documents) {
    return batch
        ? (from, to) -> encodeBatch(documents, from, to)
        : (from, to) -> encodeEach(documents, from, to);
  }

  private long encodeEach(Documents documents, int from, int to) {
    long tokens = 0;
    for (int i = from; i < to; i++) {
      tokens += tokenizer.encode(documents.texts().get(i), false, false).getIds().length;
    }
    return tokens;
  }

  private long encodeBatch(Documents documents, int from, int to) {
    long tokens = 0;
    for (Encoding encoding :
        tokenizer.batchEncode(documents.texts().subList(from, to), false, false)) {
      tokens += encoding.getIds().length;
    }
    return tokens;
  }

  @Override
  public int[] ids(String text) {
    return ids(tokenizer.encode(text, false, false));
  }

  /** The ids of each text, in one call. */
  List<int[]> idsOfAll(List<String> texts) {
    return Arrays.stream(tokenizer.batchEncode(texts, false, false))
        .map(HuggingFaceEncoder::ids)
        .toList();
  }

  private static int[] ids(Encoding encoding) {
    return Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
