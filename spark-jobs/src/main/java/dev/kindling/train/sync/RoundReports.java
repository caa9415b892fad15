package dev.kindling.train.sync;

import java.io.Serializable;
import java.util.ArrayList;

/**
 * What one task of a barrier stage did in one round.
 *
 * @param round its number
 * @param task that reports
 * @param seconds from the task's start of the round to its averaged state
 * @param workers reports of the workers that it ran
 */
record RoundReports(long round, int task, double seconds, ArrayList<WorkerReport> workers)
    implements Serializable {}
