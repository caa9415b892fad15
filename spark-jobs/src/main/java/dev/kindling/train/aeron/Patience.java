package dev.kindling.train.aeron;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;

/** A wait of the task's thread that ends: at the deadline, or when going on makes no sense. */
final class Patience {
  private final Duration deadline;
  private final Inbox inbox;
  private final LongAdder waitedNanos;
  private final IdleStrategy idle = AeronNode.idle();
  private long startNanos;

  Patience(Duration deadline, Inbox inbox, LongAdder waitedNanos) {
    this.deadline = deadline;
    this.inbox = inbox;
    this.waitedNanos = waitedNanos;
  }

  /** A new wait begins. */
  void restart() {
    startNanos = System.nanoTime();
    idle.reset();
  }

  /**
   * Idles for a moment.
   *
   * @param what is wrong, for the error at the deadline
   */
  void idle(Supplier<String> what) {
    long before = System.nanoTime();
    inbox.requireGoingOn();
    if (Thread.currentThread().isInterrupted()) {
      throw new KindlingException(ExitCode.CLUSTER, "the task was interrupted");
    }
    if (before - startNanos > deadline.toNanos()) {
      throw new KindlingException(
          ExitCode.CLUSTER,
          "After %d s %s. Look into that executor's log; kindling doctor tests the network."
              .formatted(deadline.toSeconds(), what.get()));
    }
    idle.idle();
    waitedNanos.add(System.nanoTime() - before);
  }
}
