package dev.kindling.benchmarks.training;

import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.OptimizerKind;
import dev.kindling.model.Precision;
import dev.kindling.model.TrainingEngine;
import java.util.List;

/** Our engine. */
final class KindlingStep implements TrainingStep {
  private static final OptimizerConfig ADAMW =
      new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.999, 1e-8, 0.01, 1.0);

  private final TrainingEngine engine;
  private final List<Batch> batches;
  private long steps;

  KindlingStep(Workload workload, Precision precision, int threads) {
    engine =
        new TrainingEngine(
            workload.model(),
            ADAMW,
            new BatchShape(workload.sequences(), workload.length(), workload.labels()),
            EngineOptions.cpu().withPrecision(precision).withThreads(threads));
    engine.initialize(1);
    batches = List.of(workload.batch());
  }

  @Override
  public double step() {
    return engine.step(batches, LEARNING_RATE, steps++).losses().loss();
  }

  @Override
  public void close() {
    engine.close();
  }
}
