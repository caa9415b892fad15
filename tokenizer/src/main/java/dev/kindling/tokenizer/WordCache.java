package dev.kindling.tokenizer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Remembers how the bytes of short words were spelled: a few thousand words make up most of any
 * text. A new word takes the place of the one before it in its slot, so memory is bounded. Not safe
 * for use by several threads at once.
 *
 * <p>A slot is four longs: 16 bytes of the word, zeros behind it, and its ids plus one, three to a
 * long. An empty slot so says that the empty word has no pieces; zero bytes at a word's end, which
 * cleaning deletes, make no difference.
 */
final class WordCache {

  /** Longest word that fits, in bytes. */
  static final int MAX_BYTES = 2 * Long.BYTES;

  private static final int MAX_PIECES = 6;
  private static final int PIECES_PER_LONG = 3;
  private static final int ID_BITS = 21;
  private static final int ID_MASK = (1 << ID_BITS) - 1;
  private static final int SLOT_LONGS = 4;
  private static final int SLOT_BITS = 15; // 1 MiB
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long[] slots = new long[SLOT_LONGS << SLOT_BITS];
  private int slot; // where find looked
  private long first;
  private long second;

  /**
   * Looks a word of at most {@link #MAX_BYTES} up and copies its ids.
   *
   * @return how many pieces spell it, or -1 if it is not remembered
   */
  int find(byte[] utf8, int start, int end, int[] ids, int offset) {
    int length = end - start;
    first = load(utf8, start, Math.min(length, Long.BYTES));
    second = length > Long.BYTES ? load(utf8, start + Long.BYTES, length - Long.BYTES) : 0;
    long hash = (first ^ Long.rotateLeft(second * 0x9E3779B97F4A7C15L, 32)) * 0x9E3779B97F4A7C15L;
    slot = (int) (hash >>> (Long.SIZE - SLOT_BITS)) * SLOT_LONGS;
    if (slots[slot] != first || slots[slot + 1] != second) {
      return -1;
    }
    int count = unpack(slots[slot + 2], ids, offset);
    return count < PIECES_PER_LONG ? count : count + unpack(slots[slot + 3], ids, offset + count);
  }

  /** Remembers the word that {@link #find} looked for last, if its pieces fit. */
  void put(int[] ids, int count) {
    if (count > MAX_PIECES) {
      return;
    }
    for (int i = 0; i < count; i++) {
      if (ids[i] >= ID_MASK) {
        return;
      }
    }
    slots[slot] = first;
    slots[slot + 1] = second;
    slots[slot + 2] = pack(ids, 0, Math.min(count, PIECES_PER_LONG));
    slots[slot + 3] = pack(ids, PIECES_PER_LONG, count);
  }

  private static long pack(int[] ids, int from, int to) {
    long packed = 0;
    for (int i = to - 1; i >= from; i--) {
      packed = packed << ID_BITS | (ids[i] + 1);
    }
    return packed;
  }

  private static int unpack(long packed, int[] ids, int offset) {
    int at = offset;
    for (long rest = packed; rest != 0; rest >>>= ID_BITS) {
      ids[at++] = (int) (rest & ID_MASK) - 1;
    }
    return at - offset;
  }

  private static long load(byte[] utf8, int at, int count) {
    if (at + Long.BYTES <= utf8.length) {
      return (long) LONGS.get(utf8, at) & (-1L >>> (Long.SIZE - count * Byte.SIZE));
    }
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << Byte.SIZE | (utf8[at + i] & 0xFF);
    }
    return value;
  }
}
