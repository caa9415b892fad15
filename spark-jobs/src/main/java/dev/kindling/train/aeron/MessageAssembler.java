package dev.kindling.train.aeron;

import java.nio.ByteBuffer;

/** Puts the bodies of one peer's frames, which come in order, together to messages. */
final class MessageAssembler {
  private final int from;
  private SliceMessage message;
  private int filled;

  MessageAssembler(int from) {
    this.from = from;
  }

  /** Adds a body, from the buffer's position to its limit; the message if that makes it whole. */
  SliceMessage add(ByteBuffer body) {
    if (message == null) {
      message = Frame.header(body, from);
      filled = 0;
    }
    int length = body.remaining();
    body.get(message.payload(), filled, length);
    filled += length;
    if (filled < message.payload().length) {
      return null;
    }
    SliceMessage whole = message;
    message = null;
    return whole;
  }
}
