package dev.kindling.train.sync;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.Option;

/**
 * What happens to the tasks of a barrier stage. Spark ends such a stage without saying what its
 * task has thrown; the listener knows.
 */
final class TaskEvents extends SparkListener {
  private volatile boolean started;
  private final AtomicInteger running = new AtomicInteger();
  private volatile KindlingException failure;
  private volatile String reason;

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    started = true;
    running.incrementAndGet();
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    running.decrementAndGet();
    if (end.reason() instanceof ExceptionFailure thrown) {
      Option<Throwable> exception = thrown.exception();
      note(thrown.description());
      for (Throwable each = exception.isEmpty() ? null : exception.get();
          each != null;
          each = each.getCause()) {
        if (each instanceof KindlingException known && known.code() != ExitCode.CLUSTER) {
          failure = known;
        }
      }
    } else if (end.reason() instanceof ExecutorLostFailure lost) {
      note(lost.toErrorString());
    }
  }

  private void note(String first) {
    if (reason == null) { // what follows are the others, which have lost their peer
      reason = first;
    }
  }

  /** Whether a task has begun. */
  boolean started() {
    return started;
  }

  /** Whether a task has begun that has not ended. */
  boolean running() {
    return running.get() > 0;
  }

  /** Why the first of the tasks that failed did; null where none has. */
  String reason() {
    return reason;
  }

  /** What another attempt would meet again; null where no task has thrown such a thing. */
  KindlingException failure() {
    return failure;
  }
}
