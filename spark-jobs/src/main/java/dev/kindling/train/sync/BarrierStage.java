package dev.kindling.train.sync;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/** Runs tasks that start together and know of each other, and watches them from the driver. */
final class BarrierStage {

  /** What each task does. */
  interface Body<T extends Serializable> extends Serializable {
    /** The work of one task; what it throws fails the stage. */
    T run(BarrierTaskContext context) throws Exception;
  }

  /** Called again and again while the tasks run. */
  interface Watch {
    /** May wait a moment; what it throws ends the stage. */
    void look() throws IOException, InterruptedException;
  }

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /** Executors that start together register within this of each other. */
  private static final Duration MORE_EXECUTORS = Duration.ofSeconds(3);

  private final JavaSparkContext spark;
  private final Duration deadline;
  private int lastTasks = Integer.MAX_VALUE;

  /**
   * Stages on a cluster.
   *
   * @param deadline for the executors to take the tasks, and to end those of a failed stage
   */
  BarrierStage(JavaSparkContext spark, Duration deadline) {
    this.spark = spark;
    this.deadline = deadline;
  }

  /**
   * How many tasks can run at once. Executors come one by one, at the start and after a loss, and a
   * stage cannot grow: while there are fewer than last time, or than are of interest, it waits for
   * more, until for some seconds none has come.
   *
   * @param most of interest
   * @return at least 1; waits for that at most the deadline
   */
  int tasks(int most) throws InterruptedException {
    int wanted = Math.min(most, lastTasks);
    requireRunning();
    int slots = slots();
    long grownNanos = System.nanoTime();
    while (slots < wanted && System.nanoTime() - grownNanos < patience(slots).toNanos()) {
      Thread.sleep(LOOK_AGAIN.toMillis());
      requireRunning();
      int now = slots();
      grownNanos = now > slots ? System.nanoTime() : grownNanos;
      slots = now;
    }
    if (slots < 1) {
      throw new KindlingException(
          ExitCode.CLUSTER,
          "No executor has come within %d s. Look into the cluster manager's log, then run the same command again."
              .formatted(deadline.toSeconds()));
    }
    lastTasks = Math.min(most, slots);
    return lastTasks;
  }

  private void requireRunning() {
    if (spark.sc().isStopped()) {
      throw new KindlingException(
          ExitCode.CLUSTER,
          "The cluster takes no work: its master does not answer, or has removed the application. Check spark.master and the master's log, then run the same command again.");
    }
  }

  private Duration patience(int slots) {
    return slots < 1 ? deadline : spark.sc().isLocal() ? Duration.ZERO : MORE_EXECUTORS;
  }

  private int slots() {
    return spark
        .sc()
        .maxNumConcurrentTasks(spark.sc().resourceProfileManager().defaultResourceProfile());
  }

  /**
   * Runs a stage.
   *
   * @return what the tasks gave, in their order
   * @throws SparkException when a task has failed for a reason that another attempt may not meet
   * @throws KindlingException what a task has thrown, where another attempt would meet it too
   */
  <T extends Serializable> List<T> run(int tasks, Body<T> body, Class<T> type, Watch watch)
      throws IOException, SparkException, InterruptedException {
    TaskEvents events = new TaskEvents();
    spark.sc().addSparkListener(events);
    JavaFutureAction<List<T>> job = rdd(tasks, body, type).collectAsync();
    try {
      long startNanos = System.nanoTime();
      while (!job.isDone()) {
        watch.look();
        if (!events.started() && System.nanoTime() - startNanos > deadline.toNanos()) {
          throw new SparkException(
              "no executors for %d tasks within %d s".formatted(tasks, deadline.toSeconds()));
        }
      }
      return job.get();
    } catch (ExecutionException e) {
      awaitEvents();
      if (events.failure() != null) {
        throw events.failure();
      }
      throw new SparkException(
          events.reason() == null ? e.getCause().getMessage() : events.reason(), e.getCause());
    } finally {
      job.cancel(true);
      awaitEnd(events);
      spark.sc().removeSparkListener(events);
    }
  }

  /** Spark reports the task's failure before that of its job, but on another thread. */
  private void awaitEvents() {
    try {
      spark.sc().listenerBus().waitUntilEmpty(deadline.toMillis());
    } catch (TimeoutException slow) {
      // What the tasks threw stays unknown: the stage runs once more.
    }
  }

  /** Tasks of a failed stage hold places and data for as long as they have not noticed. */
  private void awaitEnd(TaskEvents events) throws InterruptedException {
    long start = System.nanoTime();
    awaitEvents();
    while (events.running() && System.nanoTime() - start < deadline.toNanos()) {
      Thread.sleep(LOOK_AGAIN.toMillis());
    }
  }

  private <T extends Serializable> JavaRDD<T> rdd(int tasks, Body<T> body, Class<T> type) {
    ClassTag<T> tag = ClassTag$.MODULE$.apply(type);
    List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
    RDD<T> results =
        spark
            .parallelize(numbers, tasks)
            .rdd()
            .barrier()
            .mapPartitions(new InTask<>(body), false, tag);
    return JavaRDD.fromRDD(results, tag);
  }

  private static final class InTask<T extends Serializable>
      extends AbstractFunction1<Iterator<Integer>, Iterator<T>> implements Serializable {
    private static final long serialVersionUID = 1;

    private final Body<T> body;

    InTask(Body<T> body) {
      this.body = body;
    }

    @Override
    public Iterator<T> apply(Iterator<Integer> numbers) {
      try {
        return scala.collection.JavaConverters.asScalaIterator(
            List.of(body.run(BarrierTaskContext.get())).iterator());
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
    }
  }
}
