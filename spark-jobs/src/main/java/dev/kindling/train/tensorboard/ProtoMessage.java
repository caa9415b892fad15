package dev.kindling.train.tensorboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * One message in the wire format of Protocol Buffers: fields in the order in which they are added,
 * integers and bit patterns with the lowest byte first.
 */
final class ProtoMessage {
  private static final int VARINT = 0;
  private static final int FIXED_64_BITS = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32_BITS = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ProtoMessage int64(int field, long value) {
    key(field, VARINT);
    varint(value);
    return this;
  }

  ProtoMessage float64(int field, double value) {
    key(field, FIXED_64_BITS);
    fixed(Double.doubleToLongBits(value), Double.BYTES);
    return this;
  }

  ProtoMessage float32(int field, float value) {
    key(field, FIXED_32_BITS);
    fixed(Float.floatToIntBits(value), Float.BYTES);
    return this;
  }

  ProtoMessage string(int field, String value) {
    return bytes(field, value.getBytes(UTF_8));
  }

  ProtoMessage message(int field, ProtoMessage value) {
    return bytes(field, value.toBytes());
  }

  private ProtoMessage bytes(int field, byte[] value) {
    key(field, LENGTH_DELIMITED);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  private void key(int field, int wireType) {
    varint(((long) field << 3) | wireType);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private void fixed(long bits, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (bits >>> (8 * i)));
    }
  }
}
