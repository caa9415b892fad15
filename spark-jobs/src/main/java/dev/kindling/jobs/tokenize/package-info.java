/**
 * Turns lines of text into lines of token ids or pieces, for {@code kindling tokenize}: files or
 * standard input in, standard output out, on as many threads as asked, without Spark. Uses the
 * tokenizer alone. Never imports the stages or the config.
 */
package dev.kindling.jobs.tokenize;
