package dev.kindling.model.averaging;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * How numbers travel between workers. Encoding is a pure function of the numbers, block by block
 * from the first one on, so a slice that begins at a multiple of {@link #BLOCK} has the same bytes
 * wherever it is encoded.
 */
public enum DeltaCodec {
  /** The numbers themselves: 4 bytes each, nothing lost. */
  FP32 {
    @Override
    public int bytes(int count) {
      return Math.multiplyExact(count, Float.BYTES);
    }

    @Override
    public void encode(float[] values, int from, int count, byte[] bytes, int at) {
      floats(bytes, at, count).put(values, from, count);
    }

    @Override
    public void decode(byte[] bytes, int at, float[] values, int from, int count) {
      floats(bytes, at, count).get(values, from, count);
    }
  },

  /**
   * IEEE 754 half precision under a power of two for each block, which keeps every block clear of
   * overflow and its larger numbers clear of subnormals: an error of at most 2⁻¹¹ of a number that
   * is above 2⁻²⁸ of its block's largest.
   */
  FP16 {
    @Override
    public int bytes(int count) {
      return Math.addExact(blocks(count), Math.multiplyExact(count, Short.BYTES));
    }

    @Override
    public void encode(float[] values, int from, int count, byte[] bytes, int at) {
      int place = at;
      for (int start = 0; start < count; start += BLOCK) {
        int length = Math.min(BLOCK, count - start);
        int exponent = HalfFloat.blockExponent(largest(values, from + start, length));
        bytes[place++] = (byte) exponent;
        float scale = Math.scalb(1f, -exponent);
        if (length == BLOCK) {
          HalfLanes.encode(values, from + start, scale, bytes, place);
          place += BLOCK * Short.BYTES;
          continue;
        }
        for (int i = 0; i < length; i++, place += Short.BYTES) {
          SHORTS.set(bytes, place, HalfFloat.of(values[from + start + i] * scale));
        }
      }
    }

    @Override
    public void decode(byte[] bytes, int at, float[] values, int from, int count) {
      int place = at;
      for (int start = 0; start < count; start += BLOCK) {
        int length = Math.min(BLOCK, count - start);
        float scale = Math.scalb(1f, bytes[place++]);
        if (length == BLOCK) {
          HalfLanes.decode(bytes, place, scale, values, from + start);
          place += BLOCK * Short.BYTES;
          continue;
        }
        for (int i = 0; i < length; i++, place += Short.BYTES) {
          values[from + start + i] = HalfFloat.toFloat((short) SHORTS.get(bytes, place)) * scale;
        }
      }
    }
  },

  /**
   * A signed byte for each number, in 127ths of its block's largest: an error of at most 1/254 of
   * that. What rounding takes away has to be added to the next round's numbers, or small changes
   * beside large ones would be lost for good.
   */
  INT8 {
    @Override
    public int bytes(int count) {
      return Math.addExact(Math.multiplyExact(blocks(count), Float.BYTES), count);
    }

    @Override
    public boolean hasErrorFeedback() {
      return true;
    }

    @Override
    public void encode(float[] values, int from, int count, byte[] bytes, int at) {
      int place = at;
      for (int start = 0; start < count; start += BLOCK) {
        int length = Math.min(BLOCK, count - start);
        float step = largest(values, from + start, length) / STEPS;
        FLOATS.set(bytes, place, step);
        place += Float.BYTES;
        if (ByteLanes.USABLE && length == BLOCK && step > 0 && Float.isFinite(step)) {
          ByteLanes.encode(values, from + start, step, STEPS, bytes, place);
          place += BLOCK;
          continue;
        }
        for (int i = 0; i < length; i++, place++) {
          bytes[place] = step > 0 ? steps(values[from + start + i] / step) : 0;
        }
      }
    }

    @Override
    public void decode(byte[] bytes, int at, float[] values, int from, int count) {
      int place = at;
      for (int start = 0; start < count; start += BLOCK) {
        int length = Math.min(BLOCK, count - start);
        float step = (float) FLOATS.get(bytes, place);
        place += Float.BYTES;
        if (ByteLanes.USABLE && length == BLOCK) {
          ByteLanes.decode(bytes, place, step, values, from + start);
          place += BLOCK;
          continue;
        }
        for (int i = 0; i < length; i++, place++) {
          values[from + start + i] = bytes[place] * step;
        }
      }
    }
  };

  /** Numbers that share a scale. */
  public static final int BLOCK = 256;

  private static final int STEPS = 127;
  private static final VarHandle FLOATS =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  /** How many bytes so many numbers take. */
  public abstract int bytes(int count);

  /** Writes {@code count} values from {@code from} on to {@code bytes}, from {@code at} on. */
  public abstract void encode(float[] values, int from, int count, byte[] bytes, int at);

  /**
   * Reads {@code count} values back. A value that was not finite, or shared a block with such a
   * one, comes back as a value that is not finite.
   */
  public abstract void decode(byte[] bytes, int at, float[] values, int from, int count);

  /**
   * Whether whole parameters travel rather than their changes. Where nothing is lost they do: a
   * change added again to what it was taken from is rounded, parameters are not.
   */
  public boolean carriesParameters() {
    return this == FP32;
  }

  /** Whether senders keep what rounding took away and add it to what they send next. */
  public boolean hasErrorFeedback() {
    return false;
  }

  /** Where the step itself was rounded to a subnormal float, more than 127 could come out. */
  private static byte steps(float quotient) {
    return (byte) Math.max(-STEPS, Math.min(STEPS, Math.rint(quotient)));
  }

  private static FloatBuffer floats(byte[] bytes, int at, int count) {
    ByteBuffer view = ByteBuffer.wrap(bytes, at, count * Float.BYTES);
    return view.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  private static int blocks(int count) {
    return (count + BLOCK - 1) / BLOCK;
  }

  /** The largest magnitude; not a number if one of the values is none. */
  private static float largest(float[] values, int from, int length) {
    if (length == BLOCK) {
      return HalfLanes.largest(values, from);
    }
    float largest = 0;
    for (int i = 0; i < length; i++) {
      largest = Math.max(largest, Math.abs(values[from + i]));
    }
    return largest;
  }
}
