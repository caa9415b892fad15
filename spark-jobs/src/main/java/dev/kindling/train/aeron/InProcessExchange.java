package dev.kindling.train.aeron;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.train.aeron.SliceMessage.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * An exchange among tasks of one virtual machine ({@code local[N]}), which hands messages over as
 * they are.
 */
public final class InProcessExchange implements ExchangeEndpoint, SliceExchange {
  private static final Map<String, InProcessExchange> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final ExchangeGroup group;
  private final String address;
  private final CountDownLatch connected = new CountDownLatch(1);
  private volatile Inbox inbox;
  private int task;
  private List<InProcessExchange> peers = List.of();

  private InProcessExchange(ExchangeGroup group) {
    this.group = group;
    this.address = group.generation() + "/" + NUMBERS.incrementAndGet();
    OPEN.put(address, this);
  }

  /** The factory of such exchanges. */
  public static ExchangeFactory factory() {
    return InProcessExchange::new;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public SliceExchange connect(int number, List<String> addresses, BooleanSupplier cancelled) {
    task = number;
    inbox = new Inbox(group.deadline(), cancelled);
    connected.countDown();
    peers = addresses.stream().map(this::peer).toList();
    return this;
  }

  private InProcessExchange peer(String peerAddress) {
    InProcessExchange peer = OPEN.get(peerAddress);
    try {
      if (peer != null && peer.connected.await(group.deadline().toNanos(), TimeUnit.NANOSECONDS)) {
        return peer;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new KindlingException(
        ExitCode.CLUSTER, "Task %d found no task at %s.".formatted(task, peerAddress));
  }

  @Override
  public void push(int owner, SliceMessage message) {
    inbox.requireSound();
    peers.get(owner).inbox.add(message);
  }

  @Override
  public void publish(SliceMessage message) {
    for (int peer = 0; peer < peers.size(); peer++) {
      if (peer != task) {
        push(peer, message);
      }
    }
  }

  @Override
  public SliceMessage take(Kind kind, long round, Supplier<String> missing) {
    return inbox.take(kind, round, missing);
  }

  /** No bytes: nothing leaves the virtual machine. */
  @Override
  public ExchangeTraffic traffic() {
    return new ExchangeTraffic(0, 0, 0, 0, inbox.waitedNanos());
  }

  @Override
  public void close() {
    OPEN.remove(address);
  }
}
