package dev.kindling.benchmarks.averaging;

import dev.kindling.benchmarks.JsonLines;
import java.util.Locale;

/**
 * What one way of training came to.
 *
 * @param parameters of the model
 * @param localSteps between two averagings; 0 where nothing is averaged
 * @param learningRate peak of the workers' schedule
 * @param steps of each worker
 * @param tokens trained on, all workers together
 * @param loss on held-out text, nats a byte
 * @param overSynchronousPercent how much more that is than synchronous training's; null where that
 *     was not asked for
 * @param sentBytes sent and received by one worker in the whole run
 * @param fewerTimes how many times as many bytes a float32 gradient each step would be; null where
 *     nothing is sent
 */
record LossRow(
    String row,
    int parameters,
    int workers,
    int localSteps,
    double learningRate,
    double outerLearningRate,
    double outerMomentum,
    String codec,
    String moments,
    long steps,
    long tokens,
    double loss,
    Double overSynchronousPercent,
    long sentBytes,
    Double fewerTimes) {

  /**
   * The line of a result.
   *
   * @param synchronousLoss null where it was not asked for
   */
  static LossRow of(
      LossCase way,
      int parameters,
      LossRun.Result result,
      Double synchronousLoss,
      double learningRate) {
    double gradients = 2.0 * Float.BYTES * parameters * result.steps();
    return new LossRow(
        way.row(),
        parameters,
        way.workers(),
        way.localSteps(),
        learningRate,
        way.outer().learningRate(),
        way.outer().momentum(),
        way.codec().name().toLowerCase(Locale.ROOT),
        way.moments().name().toLowerCase(Locale.ROOT),
        result.steps(),
        result.tokens(),
        JsonLines.rounded(result.loss(), 4),
        synchronousLoss == null
            ? null
            : Double.valueOf(JsonLines.rounded(100 * (result.loss() / synchronousLoss - 1), 2)),
        result.sentBytes(),
        result.sentBytes() == 0
            ? null
            : Double.valueOf(JsonLines.rounded(gradients / result.sentBytes(), 1)));
  }
}
