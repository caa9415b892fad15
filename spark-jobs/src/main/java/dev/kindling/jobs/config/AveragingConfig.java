package dev.kindling.jobs.config;

import dev.kindling.model.averaging.DeltaCodec;
import dev.kindling.model.averaging.MomentPolicy;
import dev.kindling.model.averaging.OuterOptimizer;
import java.io.Serializable;

/**
 * What happens to the workers' parameters after a round.
 *
 * @param outerLearningRate of the outer step, above 0; 1 without momentum is plain averaging
 * @param outerMomentum of the outer step (Nesterov), in [0, 1)
 * @param codec how parameters travel
 * @param moments what becomes of the optimizer's moments
 * @param delayed whether workers take up the mean of a round one round later, so that the exchange
 *     runs beside that round's steps; only with moments of their own
 */
public record AveragingConfig(
    @Default("1") double outerLearningRate,
    @Default("0") double outerMomentum,
    @Default("fp32") DeltaCodec codec,
    @Default("average") MomentPolicy moments,
    @Default("false") boolean delayed)
    implements Serializable {
  /** Checks the ranges. */
  public AveragingConfig {
    new Check()
        .positive("outer-learning-rate", outerLearningRate)
        .fraction("outer-momentum", outerMomentum)
        .that(
            !delayed || moments == MomentPolicy.LOCAL,
            "delayed",
            delayed,
            "needs moments = local: those of workers that are apart are not averaged")
        .done();
  }

  /** The outer step. */
  public OuterOptimizer outer() {
    return new OuterOptimizer(outerLearningRate, outerMomentum);
  }
}
