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
import dev.kindling.train.state.WorkerProgress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/** The part of a round that one virtual worker does alone: plain training, step after step. */
final class LocalSteps {

  /** What is made of a worker's state after its steps. */
  interface Reader<T> {
    /**
     * Reads the state.
     *
     * @param engine holds it, until this returns
     * @param report what the steps were like, but for the drift
     */
    T read(TrainingEngine engine, WorkerReport report);
  }

  private final RunPlan plan;
  private final Phase phase;
  private final RoundAssignment assignment;
  private final int worker;
  private final BatchAssembler assembler;
  private LossSums losses = LossSums.ZERO;
  private double gradientNormSum;
  private int skipped;
  private WorkerReport.Skip firstSkip;

  /** Steps of one worker in one round. */
  LocalSteps(RunPlan plan, RoundAssignment assignment, int worker) {
    this.plan = plan;
    this.phase = plan.phaseAt(assignment.step());
    this.assignment = assignment;
    this.worker = worker;
    this.assembler = plan.assembler(phase);
  }

  /**
   * Takes the steps.
   *
   * @param threads of the engine
   * @param reader of the state that they lead to
   */
  <T> T run(TrainingState start, int threads, Workspace workspace, Reader<T> reader)
      throws Exception {
    return EnginePool.with(
        plan.engine(phase, threads), engine -> reader.read(engine, run(engine, start, workspace)));
  }

  private WorkerReport run(TrainingEngine engine, TrainingState start, Workspace workspace)
      throws IOException {
    long startNanos = System.nanoTime();
    engine.load(start);
    int steps = assignment.steps().get(worker);
    WorkerProgress before = assignment.progress().get(worker);
    try (WorkerExamples examples = new WorkerExamples(phase.shardsOf(worker), workspace)) {
      for (int i = 0; i < steps; i++) {
        requireWanted();
        step(
            engine,
            microBatches(examples, before.phaseSteps() + i),
            assignment.scheduleStep(worker, i),
            KeyedHash.of(plan.seed(), worker, before.steps() + i));
      }
    }
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    return new WorkerReport(
        worker, losses, gradientNormSum, steps - skipped, skipped, firstSkip, 0, seconds);
  }

  /** A task that Spark has given up frees its place at once, not at the end of its round. */
  private static void requireWanted() {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new TaskKilledException("the round goes on without this task");
    }
  }

  private void step(TrainingEngine engine, List<Batch> batch, long scheduleStep, long dropoutSeed) {
    try {
      StepResult result = engine.step(batch, phase.learningRate(scheduleStep), dropoutSeed);
      losses = losses.plus(result.losses());
      gradientNormSum += result.gradientNorm();
    } catch (ArithmeticException notFinite) { // one such step does no harm; the driver counts them
      engine.skipStep();
      skipped++;
      if (firstSkip == null) {
        firstSkip = new WorkerReport.Skip(scheduleStep + 1, notFinite.getMessage());
      }
    }
  }

  /** The batch of a step of the phase: the examples from its cursor on, cut into micro-batches. */
  private List<Batch> microBatches(WorkerExamples examples, long phaseStep) {
    int batchSize = phase.settings().batchSize();
    long cursor = phase.cursor(phaseStep);
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
