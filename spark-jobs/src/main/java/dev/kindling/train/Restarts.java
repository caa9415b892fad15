package dev.kindling.train;

import dev.kindling.jobs.KindlingException;
import dev.kindling.model.kernels.BackendUnavailableException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkException;

/**
 * How often a run has gone back to its newest checkpoint without getting to a new one, and whether
 * it may once more. Spark computes lost tasks again by itself; what arrives here is a job that it
 * gave up.
 */
final class Restarts {
  private static final String SHUT_DOWN = "SparkContext was shut down";
  private static final int LONGEST_CHAIN = 50;

  private final int most;
  private int count;

  /**
   * None yet.
   *
   * @param most allowed in a row, at least 0
   */
  Restarts(int most) {
    this.most = most;
  }

  /** Whether going back may help after a failure; counts it if so. */
  boolean allow(Throwable failure) {
    boolean ending = ShutdownHookManager.get().isShutdownInProgress(); // Ctrl-C ends Spark too
    if (count == most || ending || !isOfCluster(failure)) {
      return false;
    }
    count++;
    return true;
  }

  /** Those since the last checkpoint. */
  int count() {
    return count;
  }

  /** To be called after each checkpoint. */
  void forget() {
    count = 0;
  }

  /** What happened, in one line: Spark's own messages go on with stack traces. */
  static String reason(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  /** Bad data, a diverged run or an unfit machine would fail again; a closed Spark cannot run. */
  private static boolean isOfCluster(Throwable failure) {
    List<Throwable> chain =
        Stream.iterate(failure, each -> each != null, Throwable::getCause)
            .limit(LONGEST_CHAIN)
            .toList();
    return chain.stream().anyMatch(SparkException.class::isInstance)
        && chain.stream()
            .noneMatch(
                each ->
                    each instanceof KindlingException
                        || each instanceof BackendUnavailableException
                        || String.valueOf(each.getMessage()).contains(SHUT_DOWN));
  }
}
