package dev.kindling.benchmarks.averaging;

import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.LossSums;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.OptimizerKind;
import dev.kindling.model.TrainingEngine;
import dev.kindling.model.TrainingState;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.averaging.MomentPolicy;
import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.model.averaging.WeightedMean;
import dev.kindling.model.optim.LearningRateSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Trains a small GPT on bytes in one of the ways, its workers one after the other. The arithmetic
 * of an exchange is that of a cluster, slice by slice the same bits; only the transport is missing.
 */
final class LossRun {
  static final int LENGTH = 64;

  private static final int HEAD_SIZE = 32;
  private static final OptimizerConfig ADAMW =
      new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.95, 1e-8, 0.1, 1.0);
  private static final int HELD_OUT_BATCHES = 128;
  private static final long SEED = 1;

  /** What a run came to; bytes are those that one worker sent and received. */
  record Result(long steps, long tokens, double loss, long sentBytes) {}

  private final LossCase way;
  private final TransformerConfig model;
  private final ByteText text;
  private final long steps;
  private final LearningRateSchedule schedule;
  private final ParameterAveraging averaging;
  private final TrainingState[] workers;
  private final float[][] residuals;
  private final float[] parameters;
  private final float[] outerMomentum;
  private final float[] outerResidual;
  private long tokens;
  private long sentBytes;

  /**
   * A run that has not begun.
   *
   * @param model of {@link #model}
   * @param batches to train on, whatever the way
   * @param learningRate peak of a cosine schedule after a warm-up of a twentieth of the steps
   */
  LossRun(LossCase way, TransformerConfig model, ByteText text, long batches, double learningRate) {
    this.way = way;
    this.model = model;
    this.text = text;
    steps = batches / way.workers() / way.stepBatches();
    schedule =
        new LearningRateSchedule(
            LearningRateSchedule.Shape.COSINE, learningRate, steps / 20, steps, 0.1, 1);
    averaging = new ParameterAveraging(way.outer(), way.codec());
    TrainingState initial = TrainingState.initial(model, SEED);
    parameters = initial.parameters().clone();
    boolean feedback = way.codec().hasErrorFeedback();
    outerMomentum = way.outer().hasMomentum() ? new float[parameters.length] : null;
    outerResidual = feedback ? new float[parameters.length] : null;
    workers = new TrainingState[way.workers()];
    residuals = new float[way.workers()][];
    for (int worker = 0; worker < workers.length; worker++) {
      workers[worker] = initial;
      residuals[worker] = feedback ? new float[parameters.length] : null;
    }
  }

  /**
   * A GPT on bytes.
   *
   * @param hidden a multiple of the heads' size, 32
   */
  static TransformerConfig model(int layers, int hidden) {
    return TransformerConfig.gpt(
        ByteText.VOCABULARY, layers, hidden, hidden / HEAD_SIZE, 4 * hidden, LENGTH, 0);
  }

  /** Trains and evaluates. */
  Result run() {
    int sequences = text.sequences();
    BatchShape shape = new BatchShape(sequences, LENGTH, sequences * LENGTH);
    try (TrainingEngine engine = new TrainingEngine(model, ADAMW, shape, EngineOptions.cpu())) {
      long roundSteps = way.localSteps() == 0 ? steps : way.localSteps();
      long round = 0;
      for (long step = 0; step < steps; step += roundSteps) {
        round(engine, ++round, step, Math.min(steps, step + roundSteps));
      }
      return new Result(steps, tokens, evaluate(engine), sentBytes);
    }
  }

  private void round(TrainingEngine engine, long round, long from, long to) {
    List<byte[]> contributions = new ArrayList<>();
    for (int worker = 0; worker < workers.length; worker++) {
      TrainingState own = workers[worker];
      engine.load(new TrainingState(parameters, own.firstMoment(), own.secondMoment(), own.step()));
      for (long step = from; step < to; step++) {
        train(engine, worker, step);
      }
      workers[worker] = engine.store();
      contributions.add(
          averaging.contribution(
              parameters, workers[worker].parameters(), 0, parameters.length, residuals[worker]));
    }
    exchange(contributions, round, to - from);
  }

  private void train(TrainingEngine engine, int worker, long step) {
    long stride = (long) workers.length * way.stepBatches();
    List<Batch> batches =
        IntStream.range(0, way.stepBatches())
            .mapToObj(i -> text.training(step * stride + (long) worker * way.stepBatches() + i))
            .toList();
    tokens += engine.step(batches, schedule.at(step), step).losses().tokens();
  }

  private void exchange(List<byte[]> contributions, long round, long localSteps) {
    long[] equal = new long[workers.length];
    Arrays.fill(equal, 1); // all batches have as many tokens
    float[] mean = averaging.mean(contributions, equal, parameters.length);
    byte[] update = averaging.outerStep(mean, parameters, 0, outerMomentum, outerResidual);
    if (workers.length > 1) {
      sentBytes += contributions.get(0).length + update.length;
      averageMoments(round, equal);
    } else if (way.stepBatches() > 1) { // a gradient each step instead
      sentBytes += localSteps * 2 * Float.BYTES * parameters.length;
    }
  }

  private void averageMoments(long round, long[] weights) {
    MomentPolicy moments = way.moments();
    boolean first = moments.averagesFirst(round);
    boolean second = moments.averagesSecond(round);
    float[] firstMean = first ? mean(TrainingState::firstMoment, weights) : null;
    float[] secondMean = second ? mean(TrainingState::secondMoment, weights) : null;
    for (int worker = 0; worker < workers.length; worker++) {
      TrainingState own = workers[worker];
      workers[worker] =
          new TrainingState(
              own.parameters(),
              first ? firstMean : own.firstMoment(),
              second ? secondMean : own.secondMoment(),
              own.step());
    }
  }

  private float[] mean(Function<TrainingState, float[]> vector, long[] weights) {
    float[] mean = new float[parameters.length];
    List<float[]> vectors = Arrays.stream(workers).map(vector).toList();
    WeightedMean.into(mean, vectors, weights);
    sentBytes += 2L * Float.BYTES * parameters.length;
    return mean;
  }

  private double evaluate(TrainingEngine engine) {
    engine.load(
        new TrainingState(parameters, workers[0].firstMoment(), workers[0].secondMoment(), steps));
    return text.heldOut(HELD_OUT_BATCHES).stream()
        .map(engine::evaluate)
        .reduce(LossSums.ZERO, LossSums::plus)
        .loss();
  }
}
