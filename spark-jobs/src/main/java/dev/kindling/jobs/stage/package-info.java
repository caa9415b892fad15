/**
 * Turns a list of stages into finished directories: decides what has to run, stages outputs,
 * commits them with a manifest written last, and recovers after a crash. Uses the config records,
 * the storage package and Spark's session. Never imports a particular stage.
 */
package dev.kindling.jobs.stage;
