package dev.kindling.jobs.examples;

import dev.kindling.examples.Example;
import dev.kindling.examples.Origin;
import dev.kindling.examples.TokenizedDocument;
import dev.kindling.examples.TokenizedSentence;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Documents and examples as bytes, for shuffles and spools within one job. */
final class Packed {
  private static final int ID_BYTES = 16;

  private Packed() {}

  /** An example with the places that its text comes from. */
  record Traced(Example example, List<Origin> origins) {}

  static byte[] document(List<TokenizedSentence> sentences) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Varints.write(out, sentences.size());
    int start = 0; // of the token before, as is the end
    int end = 0;
    for (TokenizedSentence sentence : sentences) {
      Varints.write(out, sentence.tokens());
      for (int i = 0; i < sentence.tokens().length; i++) {
        if (sentence.starts()[i] == start && sentence.ends()[i] == end) {
          Varints.write(out, 0);
        } else {
          Varints.write(out, sentence.starts()[i] - start + 1);
          start = sentence.starts()[i];
          end = sentence.ends()[i];
          Varints.write(out, end - start);
        }
      }
    }
    return out.toByteArray();
  }

  static TokenizedDocument document(String id, int part, byte[] packed) {
    ByteBuffer in = ByteBuffer.wrap(packed);
    int count = Varints.read(in);
    List<TokenizedSentence> sentences = new ArrayList<>(count);
    int start = 0;
    int end = 0;
    for (int s = 0; s < count; s++) {
      int[] tokens = Varints.readArray(in);
      int[] starts = new int[tokens.length];
      int[] ends = new int[tokens.length];
      for (int i = 0; i < tokens.length; i++) {
        int step = Varints.read(in);
        if (step > 0) {
          start += step - 1;
          end = start + Varints.read(in);
        }
        starts[i] = start;
        ends[i] = end;
      }
      sentences.add(new TokenizedSentence(tokens, starts, ends));
    }
    return new TokenizedDocument(id, part, sentences);
  }

  static byte[] example(Example example, List<Origin> origins) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(example.id()).array());
    out.write(example.randomNext() ? 1 : 0);
    Varints.write(out, example.secondSegmentStart());
    Varints.write(out, example.tokens());
    Varints.write(out, origins.size());
    for (Origin origin : origins) {
      out.writeBytes(HexFormat.of().parseHex(origin.document()));
      Varints.write(out, origin.firstToken());
      Varints.write(out, origin.tokens());
      Varints.write(out, origin.start());
      Varints.write(out, origin.end() - origin.start());
    }
    return out.toByteArray();
  }

  static Traced example(byte[] packed) {
    ByteBuffer in = ByteBuffer.wrap(packed);
    long id = in.getLong();
    boolean randomNext = in.get() != 0;
    int secondSegmentStart = Varints.read(in);
    Example example = new Example(id, Varints.readArray(in), secondSegmentStart, randomNext);
    List<Origin> origins = new ArrayList<>();
    for (int count = Varints.read(in); count > 0; count--) {
      byte[] document = new byte[ID_BYTES];
      in.get(document);
      int firstToken = Varints.read(in);
      int tokens = Varints.read(in);
      int start = Varints.read(in);
      int end = start + Varints.read(in);
      origins.add(new Origin(firstToken, tokens, HexFormat.of().formatHex(document), start, end));
    }
    return new Traced(example, origins);
  }
}
