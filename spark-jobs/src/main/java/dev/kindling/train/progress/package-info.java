/**
 * What a run tells while it goes: each round, summed up over the workers, to listeners on the
 * driver: the console, {@code metrics.jsonl}, TensorBoard's event files, Spark's metrics. Nothing
 * here changes a run's result. Uses the plan and the workers' reports; never imports the driver's
 * loop or the ways to run rounds.
 */
package dev.kindling.train.progress;
