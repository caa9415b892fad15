package dev.kindling.train.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does several things at a time that wait for disks and networks. */
final class Parallel {
  private Parallel() {}

  /**
   * Does all of some work; returns when none of it goes on any more, well or not.
   *
   * @param threads that work, at least 1; with one the caller's own does
   * @return the results in the order of the work
   * @throws IOException that of the first piece of work, in their order, that failed
   */
  static <T> List<T> all(List<Callable<T>> work, int threads) throws IOException {
    try {
      if (threads == 1 || work.size() < 2) {
        List<T> results = new ArrayList<>();
        for (Callable<T> each : work) {
          results.add(each.call());
        }
        return results;
      }
      return inPool(work, Math.min(threads, work.size()));
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a checkpoint was written or read", e);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static <T> List<T> inPool(List<Callable<T>> work, int threads) throws Exception {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "checkpoint");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> each : pool.invokeAll(work)) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      pool.shutdown();
    }
  }
}
