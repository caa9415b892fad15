package dev.kindling.model.kernels.cpu;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of one engine. A kernel is cut into tasks whose borders depend on shapes alone; which
 * thread runs which task is left to chance, so no result may depend on it.
 *
 * <p>The threads are daemons that wait for a short time by spinning, because the next kernel mostly
 * follows at once, and then sleep. The caller takes part as thread 0; one caller at a time.
 */
final class ThreadTeam implements AutoCloseable {
  /** A part of a kernel. */
  interface Task {
    /**
     * Runs the part.
     *
     * @param task number of the part, from 0 on
     * @param thread number of the thread, for scratch memory of its own
     */
    void run(int task, int thread);
  }

  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final int SPINS_BETWEEN_CLOCK_READINGS = 64;

  private final Helper[] helpers;
  private volatile Job job = new Job(0, null, null);
  private volatile boolean closed;

  /**
   * Starts the threads.
   *
   * @param threads the caller's included, at least 1
   */
  ThreadTeam(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    helpers = new Helper[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1, job);
    }
    for (Helper helper : helpers) {
      helper.start();
    }
  }

  /** Returns the number of threads, the caller's included. */
  int threads() {
    return helpers.length + 1;
  }

  /** Returns how many tasks of a size make up a whole; the last may be smaller. */
  static int tasks(int whole, int size) {
    return (whole + size - 1) / size;
  }

  /**
   * Runs all tasks and returns when all have ended.
   *
   * @throws RuntimeException or Error: what a task has thrown; tasks not begun by then are left out
   */
  void run(int tasks, Task task) {
    if (closed) {
      throw new IllegalStateException("the threads of this backend have ended: it was closed");
    }
    if (helpers.length == 0 || tasks <= 1) {
      for (int i = 0; i < tasks; i++) {
        task.run(i, 0);
      }
      return;
    }
    Job next = new Job(tasks, task, Thread.currentThread());
    job = next;
    for (int i = 0; i < Math.min(helpers.length, tasks - 1); i++) {
      helpers[i].wake();
    }
    next.work(0);
    next.await();
  }

  /** Ends the threads; a second call does nothing. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    for (Helper helper : helpers) {
      LockSupport.unpark(helper);
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Spins for a short time; false says that it is time to sleep. */
  private static boolean spin(long startNanos) {
    for (int i = 0; i < SPINS_BETWEEN_CLOCK_READINGS; i++) {
      Thread.onSpinWait();
    }
    return System.nanoTime() - startNanos < SPIN_NANOS;
  }

  /** One kernel's tasks. A new object each time: a thread that is late finds none left. */
  private static final class Job {
    private final int tasks;
    private final Task task;
    private final Thread caller;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger unfinished;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Job(int tasks, Task task, Thread caller) {
      this.tasks = tasks;
      this.task = task;
      this.caller = caller;
      this.unfinished = new AtomicInteger(tasks);
    }

    void work(int thread) {
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        try {
          if (failure.get() == null) {
            task.run(i, thread);
          }
        } catch (Throwable e) {
          failure.compareAndSet(null, e);
        } finally {
          if (unfinished.decrementAndGet() == 0 && thread != 0) {
            LockSupport.unpark(caller);
          }
        }
      }
    }

    void await() {
      long start = System.nanoTime();
      boolean spinning = true;
      boolean interrupted = false;
      while (unfinished.get() > 0) {
        if (spinning) {
          spinning = spin(start);
        } else {
          LockSupport.park(this);
          interrupted |= Thread.interrupted(); // or it would not sleep any more
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure.get() instanceof Error error) {
        throw error;
      }
      if (failure.get() instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  private final class Helper extends Thread {
    private final int number;
    private Job last;
    private volatile boolean asleep;

    Helper(int number, Job last) {
      super("kindling-kernels-" + number);
      this.number = number;
      this.last = last;
      setDaemon(true);
    }

    void wake() {
      if (asleep) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      while (awaitJob()) {
        last = job;
        last.work(number);
      }
    }

    /** Returns false once the team is closed. */
    private boolean awaitJob() {
      long start = System.nanoTime();
      boolean spinning = true;
      while (job == last && !closed) {
        if (spinning) {
          spinning = spin(start);
        } else {
          asleep = true; // before the job is read again: the caller writes one, then reads this
          if (job == last && !closed) {
            LockSupport.park(ThreadTeam.this);
          }
          asleep = false;
        }
      }
      return !closed;
    }
  }
}
