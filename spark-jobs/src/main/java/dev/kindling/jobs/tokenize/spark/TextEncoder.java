package dev.kindling.jobs.tokenize.spark;

import dev.kindling.tokenizer.WordPieceEncoder;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Encodes Spark's strings where they lie; for one thread. */
final class TextEncoder {
  private final WordPieceEncoder encoder;
  private int[] ids = new int[1024];

  TextEncoder(WordPieceEncoder encoder) {
    this.encoder = encoder;
  }

  /** Encodes a text; returns how many of {@link #ids} are its tokens. */
  int encode(UTF8String text) {
    int length = text.numBytes();
    if (length > ids.length) {
      ids = new int[length]; // at most a token a byte
    }
    if (text.getBaseObject() instanceof byte[] bytes) {
      int from = (int) (text.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET);
      return encoder.encode(bytes, from, from + length, ids, 0);
    }
    return encoder.encode(text.getBytes(), 0, length, ids, 0);
  }

  /** The tokens of the last text, valid until the next. */
  int[] ids() {
    return ids;
  }
}
