package dev.kindling.train.aeron;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.train.aeron.SliceMessage.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Messages that have arrived and were not taken yet. */
final class Inbox {
  /** How often a wait looks whether its task was cancelled. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private record Shelf(Kind kind, long round) {}

  private final Duration deadline;
  private final BooleanSupplier cancelled;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Shelf, Deque<SliceMessage>> shelves = new HashMap<>();
  private KindlingException failure;
  private long waitedNanos;

  Inbox(Duration deadline, BooleanSupplier cancelled) {
    this.deadline = deadline;
    this.cancelled = cancelled;
  }

  void add(SliceMessage message) {
    lock.lock();
    try {
      shelves
          .computeIfAbsent(new Shelf(message.kind(), message.round()), s -> new ArrayDeque<>())
          .add(message);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more will come: ends all waits; the first reason stays. */
  void fail(KindlingException reason) {
    lock.lock();
    try {
      if (failure == null) {
        failure = reason;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Throws what the exchange failed with, if it did. */
  void requireSound() {
    lock.lock();
    try {
      if (failure != null) {
        throw failure;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Throws what the exchange failed with, or that the task was cancelled. */
  void requireGoingOn() {
    requireSound();
    if (cancelled.getAsBoolean()) {
      throw new KindlingException(ExitCode.CLUSTER, "the task was cancelled");
    }
  }

  SliceMessage take(Kind kind, long round, Supplier<String> missing) {
    Shelf shelf = new Shelf(kind, round);
    long start = System.nanoTime();
    lock.lock();
    try {
      SliceMessage next = poll(shelf);
      while (next == null) {
        long leftNanos = deadline.toNanos() - (System.nanoTime() - start);
        requireHope(kind, round, missing, leftNanos);
        changed.awaitNanos(Math.min(leftNanos, LOOK_NANOS));
        next = poll(shelf);
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KindlingException(
          ExitCode.CLUSTER, "the task was interrupted in round " + round, e);
    } finally {
      waitedNanos += System.nanoTime() - start;
      lock.unlock();
    }
  }

  private void requireHope(Kind kind, long round, Supplier<String> missing, long leftNanos) {
    requireGoingOn();
    if (leftNanos <= 0) {
      throw new KindlingException(
          ExitCode.CLUSTER,
          "Round %d: no %s within %d s; missing: %s. Look into that executor's log; where it is only slow, raise training.aeron.deadline-seconds."
              .formatted(
                  round,
                  kind.name().toLowerCase(Locale.ROOT),
                  deadline.toSeconds(),
                  missing.get()));
    }
  }

  private SliceMessage poll(Shelf shelf) {
    Deque<SliceMessage> messages = shelves.get(shelf);
    if (messages == null) {
      return null;
    }
    SliceMessage first = messages.poll();
    if (messages.isEmpty()) {
      shelves.remove(shelf);
    }
    return first;
  }

  long waitedNanos() {
    lock.lock();
    try {
      return waitedNanos;
    } finally {
      lock.unlock();
    }
  }
}
