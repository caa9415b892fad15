package dev.kindling.train.sync;

import dev.kindling.train.checkpoint.CheckpointPart;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * What one task of a barrier stage leaves.
 *
 * @param rounds reports of each round, in order
 * @param parts files of the checkpoint that it has written
 */
record StageOutcome(ArrayList<RoundReports> rounds, ArrayList<CheckpointPart> parts)
    implements Serializable {}
