package dev.kindling.jobs.cli;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.storage.FileProblems;
import dev.kindling.model.kernels.BackendUnavailableException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;

/** Turns what was thrown into a message and an exit code. */
final class Failures {
  private static final int UNEXPECTED = 1;
  private static final int LONGEST_CHAIN = 50;

  private Failures() {}

  /**
   * Prints the failure and returns the exit code; a stack trace is printed only for faults of
   * kindling itself.
   */
  static int report(Throwable thrown, PrintStream err) {
    List<Throwable> chain = chain(thrown);
    for (Throwable each : chain) {
      if (each instanceof KindlingException known) {
        err.println("kindling: " + known.getMessage());
        return known.code().status();
      }
    }
    for (Throwable each : chain) {
      if (lacksSpark(each)) {
        err.println(
            "kindling: Spark is not on the class path. Start kindling with scripts/kindling, or with spark-submit.");
        return ExitCode.USAGE.status();
      }
      if (each instanceof BackendUnavailableException) {
        err.println("kindling: " + each.getMessage());
        return ExitCode.CLUSTER.status();
      }
    }
    for (Throwable each : chain) {
      String advice = advice(each);
      if (advice != null) {
        err.println("kindling: " + FileProblems.describe(each) + "\n" + advice);
        return ExitCode.CLUSTER.status();
      }
    }
    Throwable root = chain.get(chain.size() - 1);
    if (root
        instanceof
        SparkException) { // no exception of a task behind it: executors or the master are gone
      err.println("kindling: Spark failed: " + firstLine(root));
      err.println(
          "See the logs of the executors and of the cluster manager, then run the same command again.");
      return ExitCode.CLUSTER.status();
    }
    err.println("kindling: unexpected error; please report it with the following lines.");
    thrown.printStackTrace(err);
    return UNEXPECTED;
  }

  /** The jar leaves out what Spark brings: the classes of Spark, Scala and Hadoop. */
  private static boolean lacksSpark(Throwable thrown) {
    String missing = String.valueOf(thrown.getMessage());
    return thrown instanceof NoClassDefFoundError
        && Stream.of("org/apache/spark/", "org/apache/hadoop/", "scala/")
            .anyMatch(missing::startsWith);
  }

  private static String advice(Throwable thrown) {
    if (thrown instanceof ConnectException
        || thrown instanceof UnknownHostException
        || thrown instanceof NoRouteToHostException) {
      return "Check that the cluster's services run and that this machine can reach them.";
    }
    if (thrown instanceof OutOfMemoryError) {
      return "Give the driver more memory with KINDLING_DRIVER_MEMORY, the executors with spark.executor.memory.";
    }
    if (denied(thrown)) {
      return "Give the user that runs kindling the right to read and write there, then run the same command again.";
    }
    if (occupied(thrown)) {
      return "A folder has to be there, and something else is: move that away, then run the same command again.";
    }
    if (isIoProblem(thrown, "Read-only file system")) {
      return "Nothing can be written there: mount it for writing, or point workdir elsewhere.";
    }
    return isIoProblem(thrown, "No space left on device")
        ? "A disk is full, that of workdir or that of spark.local.dir: free some space, then run the same command again."
        : null;
  }

  /** What follows the first line of Spark's own messages is stack traces. */
  private static String firstLine(Throwable thrown) {
    return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
  }

  private static boolean denied(Throwable thrown) {
    return thrown instanceof AccessDeniedException
        || thrown instanceof AccessControlException
        || isIoProblem(thrown, "Permission denied");
  }

  private static boolean occupied(Throwable thrown) {
    return thrown instanceof FileAlreadyExistsException
        || thrown instanceof NotDirectoryException
        || thrown instanceof ParentNotDirectoryException
        || isIoProblem(thrown, "Not a directory");
  }

  private static boolean isIoProblem(Throwable thrown, String words) {
    return thrown instanceof IOException && String.valueOf(thrown.getMessage()).contains(words);
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable each = thrown;
        each != null && chain.size() < LONGEST_CHAIN;
        each = each.getCause()) {
      chain.add(each);
    }
    return chain;
  }
}
