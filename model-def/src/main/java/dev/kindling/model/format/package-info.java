/**
 * Turns a parameter vector into the files that other tools read (safetensors, a Hugging Face model
 * folder) and back. It uses the model's configuration and layout, and Jackson. It never imports
 * Spark, Hadoop or the tokenizer: files are written through {@link
 * dev.kindling.model.format.ModelFiles}, ids of special pieces come in as numbers.
 */
package dev.kindling.model.format;
