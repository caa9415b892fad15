package dev.kindling.train.sync;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;

/** Finds, in what a failed Spark job throws, what its reader can act on. */
public final class SparkFailure {
  private SparkFailure() {}

  /**
   * The exception to throw in place of a job's.
   *
   * @param work what failed, such as {@code round 12}
   * @param failure what Spark threw; a task's own exception is among its causes
   * @return the task's {@link KindlingException} if it threw one, else one that blames the cluster
   */
  public static KindlingException of(String work, Exception failure) {
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof KindlingException actionable) {
        return actionable;
      }
      root = cause;
    }
    return new KindlingException(
        ExitCode.CLUSTER,
        "Spark gave up on %s: %s. Earlier checkpoints are kept: run the same command again to go on."
            .formatted(work, firstLine(root)),
        failure);
  }

  private static String firstLine(Throwable root) {
    String message = root.getMessage();
    String name = root.getClass().getSimpleName();
    return message == null ? name : name + ": " + message.lines().findFirst().orElse("");
  }
}
