package dev.kindling.train.aeron;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.concurrent.UnsafeBuffer;

/** Sends frames to one peer. For use by one thread. */
final class PeerSender {
  private final int to;
  private final TaskAddress address;
  private final ExclusivePublication publication;
  private final FrameSeal seal;
  private final Patience patience;
  private final LongAdder sentBytes;
  private final byte[] bytes;
  private final ByteBuffer frame;
  private final UnsafeBuffer view;
  private final int bodyBytes;
  private long sequence;

  PeerSender(
      ExchangeGroup group,
      int from,
      int to,
      TaskAddress address,
      ExclusivePublication publication,
      Patience patience,
      LongAdder sentBytes) {
    this.to = to;
    this.address = address;
    this.publication = publication;
    this.seal = new FrameSeal(group.key());
    this.patience = patience;
    this.sentBytes = sentBytes;
    int frameBytes = Math.min(publication.maxPayloadLength(), Frame.MOST_BYTES);
    this.bytes = new byte[frameBytes];
    this.frame = Frame.buffer(bytes);
    this.view = new UnsafeBuffer(bytes);
    this.bodyBytes = frameBytes - Frame.BODY - FrameSeal.BYTES;
    frame.putLong(Frame.GENERATION, group.generation());
    frame.putInt(Frame.FROM, from).putInt(Frame.TO, to);
  }

  /** Sends an empty frame: hello or farewell. */
  void greet() {
    patience.restart();
    offer(0);
  }

  void send(SliceMessage message) {
    patience.restart();
    byte[] payload = message.payload();
    frame.position(Frame.BODY);
    Frame.putHeader(frame, message);
    int sent = Math.min(payload.length, bodyBytes - Frame.MESSAGE_HEADER);
    frame.put(payload, 0, sent);
    offer(Frame.MESSAGE_HEADER + sent);
    while (sent < payload.length) {
      int next = Math.min(payload.length - sent, bodyBytes);
      frame.position(Frame.BODY);
      frame.put(payload, sent, next);
      offer(next);
      sent += next;
    }
  }

  private void offer(int body) {
    int length = Frame.BODY + body;
    frame.putLong(Frame.SEQUENCE, sequence);
    seal.seal(bytes, length);
    long result = publication.offer(view, 0, length + FrameSeal.BYTES);
    while (result < 0) {
      if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
        throw new KindlingException(
            ExitCode.CLUSTER,
            "Task %d at %s is gone: its media driver has ended.".formatted(to, address));
      }
      patience.idle(() -> "task %d at %s takes nothing more".formatted(to, address));
      result = publication.offer(view, 0, length + FrameSeal.BYTES);
    }
    sequence++;
    sentBytes.add(length + FrameSeal.BYTES);
  }

  boolean isConnected() {
    return publication.isConnected();
  }

  void close() {
    publication.close();
  }
}
