/**
 * Turns a finished run into a model folder that other tools load. Uses the Hugging Face layout of
 * model-def, the tokenizer's own files and the figures of the stages before. Never imports the
 * training loop itself: it reads a run through dev.kindling.train.RunInputs.
 */
package dev.kindling.jobs.export;
