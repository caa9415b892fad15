package dev.kindling.benchmarks.tokenizer;

import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.WordPieceEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Ours; each worker has an encoder and room for the ids of a document. */
final class KindlingEncoder implements SharedEncoder {
  private final Tokenizer tokenizer;
  private final boolean fromUtf8;
  private final FromDocument own; // for ids

  KindlingEncoder(byte[] json, boolean fromUtf8) {
    this.tokenizer = TokenizerFile.parse(json);
    this.fromUtf8 = fromUtf8;
    this.own = fromDocument();
  }

  /** Writes the ids of one document from index 0 on and returns how many. */
  @FunctionalInterface
  private interface FromDocument {
    int encode(String text, byte[] utf8, int[] ids);
  }

  private FromDocument fromDocument() {
    WordPieceEncoder encoder = tokenizer.encoder();
    return fromUtf8
        ? (text, utf8, ids) -> encoder.encode(utf8, 0, utf8.length, ids, 0)
        : (text, utf8, ids) -> encoder.encode(text, ids, 0);
  }

  @Override
  public Worker worker(Documents documents) {
    FromDocument encoder = fromDocument();
    int[] ids = new int[WordPieceEncoder.maxTokens(documents.longest())];
    return (from, to) -> {
      long tokens = 0;
      for (int i = from; i < to; i++) {
        tokens += encoder.encode(documents.texts().get(i), documents.utf8().get(i), ids);
      }
      return tokens;
    };
  }

  @Override
  public int[] ids(String text) {
    int[] ids = new int[WordPieceEncoder.maxTokens(text.length())];
    return Arrays.copyOf(ids, own.encode(text, text.getBytes(StandardCharsets.UTF_8), ids));
  }

  @Override
  public void close() {
    // nothing outside the heap
  }
}
