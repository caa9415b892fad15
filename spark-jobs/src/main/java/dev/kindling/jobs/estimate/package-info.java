/**
 * What a run will cost and what it has cost: memory, arithmetic, time, network, money and energy,
 * from the config, the speed of a machine and the run's metrics. Reads nothing else of the work
 * folder and never starts Spark.
 */
package dev.kindling.jobs.estimate;
