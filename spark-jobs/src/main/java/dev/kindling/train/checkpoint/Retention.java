package dev.kindling.train.checkpoint;

/**
 * How long a checkpoint is kept, and those before it. Kept are the newest, the one with the lowest
 * loss, and those that the finished run averages.
 *
 * @param newest how many of the newest, at least 1
 * @param loss mean training loss of the rounds since the checkpoint before
 * @param timesInAverage how often its parameters count in the average that the run ends with; 0:
 *     not at all
 */
public record Retention(int newest, double loss, int timesInAverage) {}
