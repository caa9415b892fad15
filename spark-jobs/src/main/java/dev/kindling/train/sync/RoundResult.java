package dev.kindling.train.sync;

import java.util.List;

/**
 * What a round was like.
 *
 * @param assignment what was asked for
 * @param reports of the workers, in order of their numbers
 * @param seconds from its start to the new parameters
 * @param sentBytes what one worker sent and received of parameters and moments
 */
public record RoundResult(
    RoundAssignment assignment, List<WorkerReport> reports, double seconds, long sentBytes) {}
