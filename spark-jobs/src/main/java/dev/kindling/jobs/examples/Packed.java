package dev.kindling.jobs.examples;

import dev.kindling.examples.Example;
import dev.kindling.examples.TokenizedDocument;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Documents and examples as bytes, for shuffles and spools within one job. */
final class Packed {
  private Packed() {}

  static byte[] document(int[][] sentences) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Varints.write(out, sentences.length);
    for (int[] sentence : sentences) {
      Varints.write(out, sentence);
    }
    return out.toByteArray();
  }

  static TokenizedDocument document(String id, byte[] packed) {
    ByteBuffer in = ByteBuffer.wrap(packed);
    int[][] sentences = new int[Varints.read(in)][];
    for (int i = 0; i < sentences.length; i++) {
      sentences[i] = Varints.readArray(in);
    }
    return new TokenizedDocument(id, sentences);
  }

  static byte[] example(Example example) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(example.id()).array());
    out.write(example.randomNext() ? 1 : 0);
    Varints.write(out, example.secondSegmentStart());
    Varints.write(out, example.tokens());
    return out.toByteArray();
  }

  static Example example(byte[] packed) {
    ByteBuffer in = ByteBuffer.wrap(packed);
    long id = in.getLong();
    boolean randomNext = in.get() != 0;
    int secondSegmentStart = Varints.read(in);
    return new Example(id, Varints.readArray(in), secondSegmentStart, randomNext);
  }
}
