package dev.kindling.train.sync;

import dev.kindling.model.LossSums;
import java.io.Serializable;

/**
 * What one virtual worker did in one round.
 *
 * @param worker its number
 * @param losses sums over its local steps
 * @param gradientNormSum sum of the steps' gradient norms, before clipping
 * @param computeSeconds time spent on the local steps; differs from run to run, unlike all else
 */
public record WorkerReport(
    int worker, LossSums losses, double gradientNormSum, double computeSeconds)
    implements Serializable {}
