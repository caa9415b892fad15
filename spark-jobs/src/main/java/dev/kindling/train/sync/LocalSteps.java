package dev.kindling.train.sync;

import dev.kindling.examples.KeyedHash;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.Batch;
import dev.kindling.model.LossSums;
import dev.kindling.model.PendingStep;
import dev.kindling.model.StepResult;
import dev.kindling.model.TrainingEngine;
import dev.kindling.train.data.BatchAssembler;
import dev.kindling.train.data.WorkerExamples;
import dev.kindling.train.plan.Phase;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.WorkerProgress;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/** The part of a round that one virtual worker does alone: plain training, step after step. */
final class LocalSteps {
  /** Steps that a device may be behind: enough that it never waits for the next one. */
  private static final int MOST_BEGUN = 8;

  private final RunPlan plan;
  private final Phase phase;
  private final RoundAssignment assignment;
  private final int worker;
  private final BatchAssembler assembler;
  private final Deque<Begun> begun = new ArrayDeque<>();
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
   * @param engine of the round's phase, with the worker's state
   * @return what they were like, but for the drift
   */
  WorkerReport run(TrainingEngine engine, Workspace workspace) throws IOException {
    long startNanos = System.nanoTime();
    int steps = assignment.steps().get(worker);
    WorkerProgress before = assignment.progress().get(worker);
    try (WorkerExamples examples = new WorkerExamples(phase.shardsOf(worker), workspace)) {
      for (int i = 0; i < steps; i++) {
        requireWanted();
        long scheduleStep = assignment.scheduleStep(worker, i);
        PendingStep step =
            engine.begin(
                microBatches(examples, before.phaseSteps() + i),
                phase.learningRate(scheduleStep),
                KeyedHash.of(plan.seed(), worker, before.steps() + i));
        begun.add(new Begun(scheduleStep, step));
        finish(MOST_BEGUN);
      }
    }
    finish(0);
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    return new WorkerReport(
        worker,
        losses,
        gradientNormSum,
        steps - skipped,
        skipped,
        firstSkip,
        0,
        seconds,
        PeakMemory.bytes().orElse(0));
  }

  /** A task that Spark has given up frees its place at once, not at the end of its round. */
  private static void requireWanted() {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new TaskKilledException("the round goes on without this task");
    }
  }

  /** Adds up what the oldest steps report, until so many are left. */
  private void finish(int left) {
    while (begun.size() > left) {
      Begun step = begun.remove();
      try {
        StepResult result = step.pending().result();
        losses = losses.plus(result.losses());
        gradientNormSum += result.gradientNorm();
      } catch (ArithmeticException notFinite) { // does no harm; the driver counts them
        skipped++;
        if (firstSkip == null) {
          firstSkip = new WorkerReport.Skip(step.scheduleStep() + 1, notFinite.getMessage());
        }
      }
    }
  }

  /** A step whose report is still to be read. */
  private record Begun(long scheduleStep, PendingStep pending) {}

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
