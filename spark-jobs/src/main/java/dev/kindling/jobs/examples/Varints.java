package dev.kindling.jobs.examples;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Numbers that are not negative in one to five bytes, seven bits each, the lowest first. */
final class Varints {
  private static final int CONTINUES = 0x80;
  private static final int SEVEN_BITS = 0x7f;

  private Varints() {}

  static void write(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest > SEVEN_BITS) {
      out.write((rest & SEVEN_BITS) | CONTINUES);
      rest >>>= 7;
    }
    out.write(rest);
  }

  static void write(ByteArrayOutputStream out, int[] values) {
    write(out, values.length);
    for (int value : values) {
      write(out, value);
    }
  }

  static int read(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & SEVEN_BITS) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  static int[] readArray(ByteBuffer in) {
    int[] values = new int[read(in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(in);
    }
    return values;
  }
}
