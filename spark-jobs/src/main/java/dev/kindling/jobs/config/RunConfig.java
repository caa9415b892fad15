package dev.kindling.jobs.config;

/**
 * One model to train.
 *
 * @param examples which entry of {@code examples} that it reads
 * @param model its size
 * @param training its optimizer, batches and rounds
 */
public record RunConfig(
    String examples, ModelConfig model, @Default("{}") TrainingConfig training) {}
