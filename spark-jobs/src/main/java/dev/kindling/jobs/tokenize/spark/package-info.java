/**
 * Brings a tokenizer to Spark's tasks, compiled once in each process, and into Spark SQL as
 * functions on columns of text. Uses the tokenizer and Spark. Never imports the stages, which use
 * it, or the config.
 */
package dev.kindling.jobs.tokenize.spark;
