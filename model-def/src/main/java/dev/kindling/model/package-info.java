/**
 * What a model is and how it is trained: a {@link dev.kindling.model.TransformerConfig} becomes a
 * {@link dev.kindling.model.ParameterLayout} of one flat vector, and a {@link
 * dev.kindling.model.TrainingEngine} turns padded {@link dev.kindling.model.Batch}es of token ids
 * into optimizer steps and losses. It uses the network of {@code nn}, the optimizer of {@code
 * optim} and a backend of {@code kernels}. It never imports Spark, Aeron, the tokenizer or the
 * corpus.
 */
package dev.kindling.model;
