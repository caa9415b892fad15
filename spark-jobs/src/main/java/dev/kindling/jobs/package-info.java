/**
 * The stages of Kindling as Spark jobs, with one exception type for all failures that a user can
 * act on. The packages below hold the command line, the config, the stages and their storage.
 * Nothing outside this module imports it, the benchmarks excepted.
 */
package dev.kindling.jobs;
