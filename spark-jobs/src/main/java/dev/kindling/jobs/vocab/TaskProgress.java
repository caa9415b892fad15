package dev.kindling.jobs.vocab;

import dev.kindling.jobs.stage.Console;
import dev.kindling.jobs.stage.StageContext;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Says now and then how many of the tasks that Spark was given are done. Spark calls it on one
 * thread of its own.
 */
final class TaskProgress extends SparkListener implements AutoCloseable {
  private static final long INTERVAL_NANOS = 10_000_000_000L;

  private final SparkContext spark;
  private final Console console;
  private final String stage;
  private int tasks;
  private int done;
  private long lastLine = System.nanoTime();

  private TaskProgress(SparkContext spark, Console console, String stage) {
    this.spark = spark;
    this.console = console;
    this.stage = stage;
  }

  /**
   * Begins to say it.
   *
   * @param stage first word of each line
   * @return close it to end
   */
  static TaskProgress show(StageContext context, String stage) {
    SparkContext spark = context.session().sparkContext();
    TaskProgress progress = new TaskProgress(spark, context.console(), stage);
    spark.addSparkListener(progress);
    return progress;
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    tasks += submitted.stageInfo().numTasks();
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    done += end.taskInfo().successful() ? 1 : 0;
    if (System.nanoTime() - lastLine >= INTERVAL_NANOS) {
      lastLine = System.nanoTime();
      console.line("%s: %,d of %,d tasks are done", stage, done, tasks);
    }
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
