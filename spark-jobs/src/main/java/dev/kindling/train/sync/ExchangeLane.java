package dev.kindling.train.sync;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.train.state.StateVectors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The shared vectors of a task, and a thread on which one exchange after the other moves them. */
final class ExchangeLane implements AutoCloseable {
  /** Waits of the exchange end at once when its thread is interrupted. */
  private static final int SECONDS_TO_END = 20;

  private final String name;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(this::thread);
  private CompletableFuture<StateVectors> vectors; // after all that was queued

  /** A lane without vectors. */
  ExchangeLane(String name) {
    this.name = name;
  }

  private Thread thread(Runnable work) {
    Thread started = new Thread(work, name);
    started.setDaemon(true); // it must not keep an executor alive that has been told to end
    return started;
  }

  /** Begins at some vectors. */
  void start(StateVectors from) {
    vectors = CompletableFuture.completedFuture(from);
  }

  /** Queues what is to become of the vectors; a failure is thrown where they are asked for. */
  void queue(UnaryOperator<StateVectors> exchange) {
    vectors = vectors.thenApplyAsync(exchange, thread);
  }

  /** Waits for all that is queued; the vectors then. */
  StateVectors vectors() {
    return settled(vectors);
  }

  /** The vectors after all that is queued now, whatever is queued later; asking waits for them. */
  Supplier<StateVectors> afterQueued() {
    CompletableFuture<StateVectors> now = vectors;
    return () -> settled(now);
  }

  private static StateVectors settled(CompletableFuture<StateVectors> vectors) {
    try {
      return vectors.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KindlingException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KindlingException(ExitCode.CLUSTER, "the task was interrupted", e);
    }
  }

  /** Ends an exchange that nobody waits for any more. */
  @Override
  public void close() {
    thread.shutdownNow();
    boolean interrupted = Thread.interrupted(); // the connections must not be closed under it
    try {
      thread.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
