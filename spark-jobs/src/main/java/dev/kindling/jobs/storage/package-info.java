/**
 * Turns names below the work folder into files on a local disk, HDFS or any other Hadoop file
 * system, with atomic writes, moves and a lock. Uses Hadoop's FileSystem and FileContext. Never
 * imports the stages, the config or the command line.
 */
package dev.kindling.jobs.storage;
