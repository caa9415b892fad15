package dev.kindling.train.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Little-endian float32 bytes, the form in which vectors travel and are stored. */
public final class FloatBytes {
  private FloatBytes() {}

  /** The bytes of {@code count} values from {@code from} on: 4 · count bytes. */
  public static byte[] encode(float[] values, int from, int count) {
    byte[] bytes = new byte[count * Float.BYTES];
    floats(bytes, bytes.length).put(values, from, count);
    return bytes;
  }

  /** Writes the values that {@code bytes} hold to {@code target}, from {@code at} on. */
  public static void decode(byte[] bytes, float[] target, int at) {
    decode(bytes, bytes.length, target, at);
  }

  /** Like {@link #decode(byte[], float[], int)}, of the first {@code length} bytes only. */
  public static void decode(byte[] bytes, int length, float[] target, int at) {
    floats(bytes, length).get(target, at, length / Float.BYTES);
  }

  private static FloatBuffer floats(byte[] bytes, int length) {
    return ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
