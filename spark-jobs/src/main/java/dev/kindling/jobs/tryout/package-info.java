/**
 * Turns an exported model folder and a text into words, on one thread and without Spark. Uses the
 * model's format and generation packages, its engine, and the tokenizer. Never imports the stages:
 * all it knows of a model is its folder.
 */
package dev.kindling.jobs.tryout;
