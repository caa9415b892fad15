package dev.kindling.train.aeron;

import dev.kindling.train.aeron.SliceMessage.Kind;
import java.util.function.Supplier;

/**
 * One task's end of an exchange of slices among the tasks of a stage. Messages between two tasks
 * arrive once each, whole and in order, or the exchange fails: {@code push}, {@code publish} and
 * {@code take} then throw a {@link dev.kindling.jobs.KindlingException} that names the peer.
 * Arriving messages are taken in by a thread of the exchange at all times, so that a task which
 * computes holds up nobody. Methods are for one thread of the task, except for {@link #traffic}.
 */
public interface SliceExchange extends AutoCloseable {

  /**
   * Sends a contribution to the owner of its slice, which may be the task itself. Returns when the
   * message is under way; waits at most the deadline while the owner cannot take more.
   *
   * @param owner task, from 0
   */
  void push(int owner, SliceMessage message);

  /** Sends an update of an owned slice to every other task; waits as {@link #push} does. */
  void publish(SliceMessage message);

  /**
   * The next message of a kind and round that has arrived, in any order of slices and workers;
   * messages of other kinds and rounds stay for later. Waits at most the deadline.
   *
   * @param missing what the caller still waits for, for the error: peers and slices
   */
  SliceMessage take(Kind kind, long round, Supplier<String> missing);

  /** What has passed so far; may be asked from any thread. */
  ExchangeTraffic traffic();

  /** Leaves the exchange; what has been sent still reaches the others. */
  @Override
  void close();
}
