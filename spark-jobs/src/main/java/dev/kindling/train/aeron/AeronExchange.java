package dev.kindling.train.aeron;

import dev.kindling.jobs.KindlingException;
import dev.kindling.train.aeron.SliceMessage.Kind;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** A connected task's end: senders to all others, and a thread that takes in what arrives. */
final class AeronExchange implements SliceExchange {
  private final int task;
  private final Inbox inbox;
  private final List<PeerSender> senders; // null at the task's own place
  private final FrameReader reader;
  private final Patience patience;
  private final LongAdder sentBytes;
  private final LongAdder waitedNanos;

  AeronExchange(
      int task,
      Inbox inbox,
      List<PeerSender> senders,
      FrameReader reader,
      Patience patience,
      LongAdder sentBytes,
      LongAdder waitedNanos) {
    this.task = task;
    this.inbox = inbox;
    this.senders = senders;
    this.reader = reader;
    this.patience = patience;
    this.sentBytes = sentBytes;
    this.waitedNanos = waitedNanos;
  }

  /** Greets all and waits until all have greeted. */
  void join() {
    for (PeerSender sender : senders) {
      if (sender != null) {
        sender.greet();
      }
    }
    patience.restart();
    while (!reader.heardAll()) {
      patience.idle(() -> "no hello has come from tasks " + reader.silent());
    }
  }

  @Override
  public void push(int owner, SliceMessage message) {
    inbox.requireGoingOn();
    if (owner == task) {
      inbox.add(message);
    } else {
      senders.get(owner).send(message);
    }
  }

  @Override
  public void publish(SliceMessage message) {
    for (int peer = 0; peer < senders.size(); peer++) {
      if (peer != task) {
        push(peer, message);
      }
    }
  }

  @Override
  public SliceMessage take(Kind kind, long round, Supplier<String> missing) {
    return inbox.take(kind, round, missing);
  }

  @Override
  public ExchangeTraffic traffic() {
    return reader.traffic(sentBytes.sum(), waitedNanos.sum() + inbox.waitedNanos());
  }

  @Override
  public void close() {
    try {
      for (PeerSender sender : senders) {
        if (sender != null && sender.isConnected()) {
          sender.greet();
        }
      }
    } catch (KindlingException e) {
      // The exchange has failed, and its user knows: the others learn it from the missing farewell.
    } finally {
      senders.stream().filter(sender -> sender != null).forEach(PeerSender::close);
    }
  }
}
