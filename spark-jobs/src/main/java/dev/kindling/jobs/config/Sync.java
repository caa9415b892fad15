package dev.kindling.jobs.config;

/** What carries the exchange of a round; the result is the same. */
public enum Sync {
  /** Spark's broadcast and shuffle: a job a round. Works wherever Spark works. */
  SPARK,
  /** Aeron between the tasks of a barrier stage: for short rounds on a fixed set of executors. */
  AERON
}
