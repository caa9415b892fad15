package dev.kindling.train.aeron;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import io.aeron.Subscription;
import java.util.List;
import org.agrona.concurrent.IdleStrategy;

/** The thread that takes in what arrives, whatever the task is doing. */
final class ReceiveLoop implements AutoCloseable {
  /** Enough to make a look worth its cost, little enough that no stream waits long. */
  private static final int FRAMES_AT_ONCE = 64;

  private final List<Subscription> subscriptions;
  private final FrameReader reader;
  private final Inbox inbox;
  private final Thread thread;
  private volatile boolean running = true;

  ReceiveLoop(String name, List<Subscription> subscriptions, FrameReader reader, Inbox inbox) {
    this.subscriptions = subscriptions;
    this.reader = reader;
    this.inbox = inbox;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    IdleStrategy idle = AeronNode.idle();
    try {
      while (running) {
        int frames = 0;
        for (Subscription subscription : subscriptions) {
          frames += subscription.poll(reader, FRAMES_AT_ONCE);
        }
        idle.idle(frames);
      }
    } catch (RuntimeException e) {
      inbox.fail(
          new KindlingException(ExitCode.CLUSTER, "The exchange broke off: " + e.getMessage(), e));
    }
  }

  @Override
  public void close() {
    running = false;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the subscriptions must not be closed under the thread
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
