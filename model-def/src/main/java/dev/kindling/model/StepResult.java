package dev.kindling.model;

/**
 * What one optimizer step reports.
 *
 * @param losses over all micro-batches, before the update
 * @param gradientNorm global norm of the mean gradient, before clipping
 */
public record StepResult(LossSums losses, double gradientNorm) {}
