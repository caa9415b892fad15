package dev.kindling.train.checkpoint;

import dev.kindling.model.TrainingState;
import java.util.List;

/**
 * All that a run needs to go on, besides its configuration.
 *
 * @param state parameters, moments and step
 * @param round rounds done
 * @param tokens trained on so far, by all workers together
 * @param epochs each worker's epoch, by worker number; for people, not read back
 */
public record Checkpoint(TrainingState state, long round, long tokens, List<Long> epochs) {}
