package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;

/** Blocks of memory by their addresses in this process, filled with NaN at first. */
final class EmulatedMemory implements AutoCloseable {
  private static final int ALIGNMENT = 256;
  private static final byte NAN_BYTE = (byte) 0xff;

  private final TreeMap<Long, Block> blocks = new TreeMap<>();

  private record Block(BytePointer memory, ByteBuffer bytes) {}

  long allocate(long bytes) {
    BytePointer memory = new BytePointer(bytes + ALIGNMENT);
    int skipped = (int) ((ALIGNMENT - memory.address() % ALIGNMENT) % ALIGNMENT);
    ByteBuffer content = memory.asByteBuffer().slice(skipped, Math.toIntExact(bytes));
    for (int i = 0; i < content.capacity(); i++) {
      content.put(i, NAN_BYTE);
    }
    long address = memory.address() + skipped;
    blocks.put(address, new Block(memory, content));
    return address;
  }

  /** Spoils what it held, for those who read it still. */
  void free(long address) {
    Block block = blocks.remove(address);
    if (block == null) {
      throw new IllegalArgumentException("no block of memory starts at " + address);
    }
    block.memory.close();
  }

  int blocks() {
    return blocks.size();
  }

  /** Returns a stretch of a block, in native byte order. */
  ByteBuffer at(long address, long bytes) {
    Map.Entry<Long, Block> block = blocks.floorEntry(address);
    if (block == null || address + bytes > block.getKey() + block.getValue().bytes.capacity()) {
      throw new IllegalStateException(bytes + " bytes at " + address + " are nobody's");
    }
    return block
        .getValue()
        .bytes
        .slice((int) (address - block.getKey()), (int) bytes)
        .order(ByteOrder.nativeOrder());
  }

  float[] read(long address, int count, ElementType type) {
    ByteBuffer bytes = at(address, (long) count * type.bytes());
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          type == ElementType.FLOAT32
              ? bytes.getFloat(4 * i)
              : Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
    }
    return values;
  }

  void write(long address, float[] values, ElementType type) {
    ByteBuffer bytes = at(address, (long) values.length * type.bytes());
    for (int i = 0; i < values.length; i++) {
      if (type == ElementType.FLOAT32) {
        bytes.putFloat(4 * i, values[i]);
      } else {
        bytes.putShort(2 * i, rounded(values[i]));
      }
    }
  }

  /** Returns the upper half, rounded to the nearest even one. */
  private static short rounded(float value) {
    if (Float.isNaN(value)) {
      return 0x7fff;
    }
    int bits = Float.floatToRawIntBits(value);
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  @Override
  public void close() {
    blocks.values().forEach(block -> block.memory.close());
    blocks.clear();
  }
}
