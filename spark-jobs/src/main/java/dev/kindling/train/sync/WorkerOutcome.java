package dev.kindling.train.sync;

import dev.kindling.train.state.StateVectors;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * A worker after its local steps.
 *
 * @param report what they were like
 * @param own vectors that it keeps for the next round, but for moments that are in its engine
 * @param contributions what it sends, by slice
 */
record WorkerOutcome(WorkerReport report, StateVectors own, ArrayList<byte[]> contributions)
    implements Serializable {

  /** The same, keeping other vectors. */
  WorkerOutcome withOwn(StateVectors vectors) {
    return new WorkerOutcome(report, vectors, contributions);
  }
}
