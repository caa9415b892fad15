package dev.kindling.train.aeron;

import dev.kindling.train.aeron.SliceMessage.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The layout of what travels, little-endian. A frame:
 *
 * <pre>
 *   0  long  generation
 *   8  long  sequence: 0, 1, 2 … from one task to another
 *  16  int   sending task
 *  20  int   receiving task
 *  24        body
 *      16 B  authentication code of all before
 * </pre>
 *
 * An empty body says hello (sequence 0) or farewell (later). The bodies between them are messages
 * one after the other, each beginning with a frame:
 *
 * <pre>
 *   0  int   kind, see {@link Kind}
 *   4  int   slice
 *   8  long  round
 *  16  int   worker
 *  20  int   bytes of the payload
 *  24  long  weight
 *  32        payload
 * </pre>
 */
final class Frame {
  static final int GENERATION = 0;
  static final int SEQUENCE = 8;
  static final int FROM = 16;
  static final int TO = 20;
  static final int BODY = 24;
  static final int MESSAGE_HEADER = 32;

  /** No Aeron packet is longer. */
  static final int MOST_BYTES = 1 << 16;

  private Frame() {}

  static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Writes a message's header at the buffer's position. */
  static void putHeader(ByteBuffer buffer, SliceMessage message) {
    buffer
        .putInt(message.kind().code())
        .putInt(message.slice())
        .putLong(message.round())
        .putInt(message.worker())
        .putInt(message.payload().length)
        .putLong(message.weight());
  }

  /** Reads a message's header at the buffer's position, with a payload of zeros of its length. */
  static SliceMessage header(ByteBuffer buffer, int from) {
    Kind kind = Kind.of(buffer.getInt());
    int slice = buffer.getInt();
    long round = buffer.getLong();
    int worker = buffer.getInt();
    int length = buffer.getInt();
    long weight = buffer.getLong();
    return new SliceMessage(kind, from, round, slice, worker, weight, new byte[length]);
  }
}
