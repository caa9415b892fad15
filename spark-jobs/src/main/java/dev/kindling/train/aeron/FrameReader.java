package dev.kindling.train.aeron;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import io.aeron.Image;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;

/**
 * Checks arriving frames and turns them into messages. Frames of another generation, for another
 * task, without a valid authentication code or seen before are dropped and counted; a gap in a
 * peer's sequence ends the exchange, since what was in it will not come again.
 */
final class FrameReader implements FragmentHandler {
  /** What is known of a peer. */
  private static final class Peer {
    final MessageAssembler assembler;
    long expected;

    Peer(int task) {
      assembler = new MessageAssembler(task);
    }
  }

  private final ExchangeGroup group;
  private final int task;
  private final List<TaskAddress> addresses;
  private final Inbox inbox;
  private final FrameSeal seal;
  private final Peer[] peers;
  private final CountDownLatch hellos;
  private final byte[] bytes = new byte[Frame.MOST_BYTES];
  private final ByteBuffer frame = Frame.buffer(bytes);

  /** Peers that have said hello and not farewell, by the number of the image they come in. */
  private final Map<Long, Integer> present = new ConcurrentHashMap<>();

  private final LongAdder receivedBytes = new LongAdder();
  private final LongAdder staleFrames = new LongAdder();
  private final LongAdder forgedFrames = new LongAdder();

  FrameReader(ExchangeGroup group, int task, List<TaskAddress> addresses, Inbox inbox) {
    this.group = group;
    this.task = task;
    this.addresses = addresses;
    this.inbox = inbox;
    this.seal = new FrameSeal(group.key());
    this.peers = new Peer[addresses.size()];
    for (int peer = 0; peer < peers.length; peer++) {
      peers[peer] = new Peer(peer);
    }
    this.hellos = new CountDownLatch(peers.length - 1);
  }

  @Override
  public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
    try {
      read(buffer, offset, length, ((Image) header.context()).correlationId());
    } catch (RuntimeException e) { // Aeron would hand it to nobody
      inbox.fail(
          new KindlingException(
              ExitCode.CLUSTER, "Task %d cannot read what arrives: %s".formatted(task, e), e));
    }
  }

  private void read(DirectBuffer buffer, int offset, int length, long image) {
    if (length < Frame.BODY + FrameSeal.BYTES || length > Frame.MOST_BYTES) {
      forgedFrames.increment();
      return;
    }
    buffer.getBytes(offset, bytes, 0, length);
    if (frame.getLong(Frame.GENERATION) != group.generation()) {
      staleFrames.increment();
      return;
    }
    int end = length - FrameSeal.BYTES;
    int from = frame.getInt(Frame.FROM);
    if (frame.getInt(Frame.TO) != task
        || from < 0
        || from >= peers.length
        || from == task
        || !seal.isSealed(bytes, end)) {
      forgedFrames.increment();
      return;
    }
    accept(from, end, image);
  }

  private void accept(int from, int end, long image) {
    Peer peer = peers[from];
    long sequence = frame.getLong(Frame.SEQUENCE);
    if (sequence < peer.expected) { // a true frame, played again
      forgedFrames.increment();
      return;
    }
    if (sequence > peer.expected) {
      inbox.fail(lost(from, "frames %d to %d are lost".formatted(peer.expected, sequence - 1)));
      return;
    }
    peer.expected++;
    receivedBytes.add(end + FrameSeal.BYTES);
    if (end == Frame.BODY) {
      greeted(from, sequence, image);
      return;
    }
    SliceMessage message = peer.assembler.add(frame.limit(end).position(Frame.BODY));
    frame.clear();
    if (message != null) {
      inbox.add(message);
    }
  }

  private void greeted(int from, long sequence, long image) {
    if (sequence == 0) {
      present.put(image, from);
      hellos.countDown();
    } else {
      present.remove(image);
    }
  }

  /** An image has ended; a peer that has not said farewell is dead. May be any thread. */
  void ended(Image image) {
    Integer from = present.remove(image.correlationId());
    if (from != null) {
      inbox.fail(
          lost(
              from,
              "it ended without a farewell, or gave no sign of life for %d s"
                  .formatted(AeronNode.LIVENESS.toSeconds())));
    }
  }

  private KindlingException lost(int from, String why) {
    return new KindlingException(
        ExitCode.CLUSTER,
        "Task %d lost task %d at %s: %s.".formatted(task, from, addresses.get(from), why));
  }

  boolean heardAll() {
    return hellos.getCount() == 0;
  }

  /** Tasks that have not said hello. */
  List<Integer> silent() {
    return IntStream.range(0, peers.length)
        .filter(peer -> peer != task && !present.containsValue(peer))
        .boxed()
        .toList();
  }

  ExchangeTraffic traffic(long sentBytes, long waitedNanos) {
    return new ExchangeTraffic(
        sentBytes, receivedBytes.sum(), staleFrames.sum(), forgedFrames.sum(), waitedNanos);
  }
}
