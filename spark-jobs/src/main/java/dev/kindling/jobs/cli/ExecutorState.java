package dev.kindling.jobs.cli;

import java.io.Serializable;
import java.util.ArrayList;

/**
 * What an executor says of itself.
 *
 * @param host name of its machine, as Spark knows it
 * @param millisAhead how far its clock is ahead of the driver's
 * @param heapBytes most that its heap may hold
 * @param machineBytes memory of its machine or container
 * @param findings checks of its machine
 */
record ExecutorState(
    String host, long millisAhead, long heapBytes, long machineBytes, ArrayList<Finding> findings)
    implements Serializable {
  /** Whether nothing is wrong with its machine. */
  boolean isFit() {
    return findings.stream().allMatch(Finding::ok);
  }
}
