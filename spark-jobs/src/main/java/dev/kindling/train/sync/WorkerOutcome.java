package dev.kindling.train.sync;

import dev.kindling.train.state.StateVectors;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * A worker after its local steps.
 *
 * @param report what they were like
 * @param own vectors that it keeps for the next round
 * @param contributions what it sends, by slice
 */
record WorkerOutcome(WorkerReport report, StateVectors own, ArrayList<byte[]> contributions)
    implements Serializable {}
