package dev.kindling.train.sync;

import dev.kindling.examples.KeyedHash;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.Batch;
import dev.kindling.model.LossSums;
import dev.kindling.model.StepResult;
import dev.kindling.model.TrainingEngine;
import dev.kindling.model.TrainingState;
import dev.kindling.train.data.BatchAssembler;
import dev.kindling.train.data.WorkerExamples;
import dev.kindling.train.plan.Phase;
import dev.kindling.train.plan.RunPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The part of a round that one virtual worker does alone: plain training, step after step. */
final class LocalSteps {

  /**
   * A worker's state after its steps.
   *
   * @param state parameters and moments, {@code step} counted on
   * @param report what the steps were like
   */
  record Outcome(TrainingState state, WorkerReport report) {}

  private final RunPlan plan;
  private final Phase phase;
  private final int worker;
  private final BatchAssembler assembler;

  /** Steps of one worker in one phase. */
  LocalSteps(RunPlan plan, Phase phase, int worker) {
    this.plan = plan;
    this.phase = phase;
    this.worker = worker;
    this.assembler = plan.assembler(phase);
  }

  /**
   * Takes steps.
   *
   * @param start its step is one of the phase
   * @param steps at most as many as are left of the phase
   * @param threads of the engine
   */
  Outcome run(TrainingState start, int steps, int threads, Workspace workspace) throws Exception {
    return EnginePool.with(
        plan.engine(phase, threads), engine -> run(engine, start, steps, workspace));
  }

  private Outcome run(TrainingEngine engine, TrainingState start, int steps, Workspace workspace)
      throws IOException {
    long startNanos = System.nanoTime();
    engine.load(start);
    LossSums losses = LossSums.ZERO;
    double gradientNormSum = 0;
    try (WorkerExamples examples = new WorkerExamples(phase.shardsOf(worker), workspace)) {
      for (long step = start.step(); step < start.step() + steps; step++) {
        StepResult result = step(engine, microBatches(examples, step), step);
        losses = losses.plus(result.losses());
        gradientNormSum += result.gradientNorm();
      }
    }
    TrainingState end = engine.store();
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    return new Outcome(end, new WorkerReport(worker, losses, gradientNormSum, seconds));
  }

  private StepResult step(TrainingEngine engine, List<Batch> batch, long step) {
    try {
      return engine.step(batch, phase.learningRate(step), KeyedHash.of(plan.seed(), worker, step));
    } catch (ArithmeticException notFinite) {
      throw plan.diverged(step + 1, "worker " + worker + ": " + notFinite.getMessage());
    }
  }

  /** The batch of a step: the examples from its cursor onwards, cut into micro-batches. */
  private List<Batch> microBatches(WorkerExamples examples, long step) {
    int batchSize = phase.settings().batchSize();
    long cursor = phase.cursor(step);
    List<Batch> batches = new ArrayList<>();
    List<WorkerExamples.Drawn> drawn = new ArrayList<>();
    for (int i = 0; i < batchSize; i++) {
      drawn.add(examples.at(cursor + i));
      if (drawn.size() == phase.settings().microBatchSize() || i == batchSize - 1) {
        batches.add(assembler.assemble(drawn));
        drawn.clear();
      }
    }
    return batches;
  }
}
