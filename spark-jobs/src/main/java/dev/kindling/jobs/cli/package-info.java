/**
 * Turns the words of a command line into calls of the stages, and every failure into a message and
 * an exit code. Uses the config, the stage runner and each stage's class. Nothing else imports it.
 */
package dev.kindling.jobs.cli;
