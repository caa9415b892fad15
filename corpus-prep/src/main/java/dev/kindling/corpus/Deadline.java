package dev.kindling.corpus;

import java.io.InputStream;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * How long the work on one record may go on. Work checks it where it loops, so that it really ends;
 * work inside a library is checked at the input that the library reads, see the guards.
 *
 * <p>Time is the processor time of the thread that made the deadline: a slow disk, a collection of
 * garbage or a busy machine must not decide about a record. Where the virtual machine cannot tell
 * it, time is that of the wall clock. For that one thread only.
 */
public final class Deadline {
  /** 292 years. */
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Duration limit;
  private final long limitNanos;
  private final long startNanos;

  /** Wall-clock time before which the processor time cannot have passed the limit. */
  private long nextLookNanos;

  private Deadline(Duration limit) {
    this.limit = limit;
    this.limitNanos = limit.toNanos();
    this.startNanos = processorNanos();
    this.nextLookNanos = System.nanoTime() + limitNanos;
  }

  /**
   * Starts the clock.
   *
   * @param limit how long the work may take; zero or less lets the first check fail
   * @return a deadline for the calling thread
   */
  public static Deadline after(Duration limit) {
    return new Deadline(limit);
  }

  /**
   * For work that nobody limits.
   *
   * @return a deadline that no check ever meets
   */
  public static Deadline never() {
    return new Deadline(FOREVER);
  }

  /**
   * Ends the work if its time is over. Costs about as much as {@link System#nanoTime()}.
   *
   * @throws TimeLimitException if it is
   */
  public void check() {
    long now = System.nanoTime();
    if (now - nextLookNanos < 0) {
      return;
    }
    long left = limitNanos - (processorNanos() - startNanos);
    if (left <= 0) {
      throw new TimeLimitException(limit);
    }
    nextLookNanos = now + left; // processor time is never faster than the wall clock
  }

  /**
   * A stream that checks the deadline at each read.
   *
   * @param in where the bytes come from
   * @return the same bytes
   */
  public InputStream guard(InputStream in) {
    return new GuardedInputStream(in, this);
  }

  /**
   * A reader that checks the deadline at each read.
   *
   * @param in where the characters come from
   * @return the same characters
   */
  public Reader guard(Reader in) {
    return new GuardedReader(in, this);
  }

  /**
   * Text that checks the deadline every few thousand characters taken, for regular expressions:
   * they take characters one by one, and a backtracking one takes the same ones again and again.
   *
   * @param text any text
   * @return the same text
   */
  public CharSequence guard(CharSequence text) {
    return new GuardedText(text, this);
  }

  private static long processorNanos() {
    return THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled()
        ? THREADS.getCurrentThreadCpuTime()
        : System.nanoTime();
  }
}
