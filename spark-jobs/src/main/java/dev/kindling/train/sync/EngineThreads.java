package dev.kindling.train.sync;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * How many threads the engine of a task has: the cores that Spark set aside for the task ({@code
 * spark.task.cpus}). Where everything runs in one process ({@code local[N]}), cores that no task
 * would use are shared out too. No result depends on it.
 *
 * @param least threads, whatever the task's cores are
 */
public record EngineThreads(int least) implements Serializable {
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\*|\\d+)(?:,.*)?])?");

  /**
   * The threads of each of some tasks.
   *
   * @param tasks that would run at once if there were cores enough, at least 1
   */
  public static EngineThreads of(JavaSparkContext spark, int tasks) {
    return of(
        spark.sc().master(),
        spark.getConf().getInt("spark.task.cpus", 1),
        Runtime.getRuntime().availableProcessors(),
        tasks);
  }

  static EngineThreads of(String master, int taskCores, int machineCores, int tasks) {
    Matcher local = LOCAL.matcher(master);
    if (!local.matches()) {
      return new EngineThreads(1); // an executor's cores are for Spark to give out
    }
    String written = local.group(1) == null ? "1" : local.group(1);
    int cores = written.equals("*") ? machineCores : Integer.parseInt(written);
    int atOnce = Math.max(1, Math.min(tasks, cores / taskCores));
    return new EngineThreads(Math.max(1, cores / atOnce));
  }

  /** The number for the task that asks, or for a caller outside all tasks. */
  public int here() {
    TaskContext task = TaskContext.get();
    return Math.max(least, task == null ? 1 : task.cpus());
  }
}
