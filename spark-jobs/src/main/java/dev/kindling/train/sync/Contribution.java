package dev.kindling.train.sync;

import java.io.Serializable;

/**
 * One worker's share of one slice, on its way through the shuffle.
 *
 * @param worker its number, which gives the order of the sum
 * @param weight of it in the mean
 * @param bytes as the round's codec made them
 * @param report of the worker, with slice 0 only; null with the others
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record Contribution(int worker, long weight, byte[] bytes, WorkerReport report)
    implements Serializable {

  static Contribution of(WorkerOutcome outcome, int slice) {
    WorkerReport report = outcome.report();
    return new Contribution(
        report.worker(),
        report.weight(),
        outcome.contributions().get(slice),
        slice == 0 ? report : null);
  }
}
