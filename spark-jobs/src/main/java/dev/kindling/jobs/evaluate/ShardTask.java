package dev.kindling.jobs.evaluate;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.Batch;
import dev.kindling.model.LossSums;
import dev.kindling.model.TrainingEngine;
import dev.kindling.train.data.BatchAssembler;
import dev.kindling.train.data.LabelCounts;
import dev.kindling.train.data.ShardCatalog;
import dev.kindling.train.data.WorkerExamples;
import dev.kindling.train.plan.Phase;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import dev.kindling.train.sync.EnginePool;
import dev.kindling.train.sync.EngineThreads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** The Spark task of one held-out shard: its examples once, in file order, without dropout. */
final class ShardTask implements Function<ShardCatalog.Shard, ShardLosses> {
  private static final long serialVersionUID = 1;

  private final Broadcast<RunPlan> plan;
  private final Workspace workspace;
  private final Broadcast<StateVectors> parameters;
  private final long maskSeed;
  private final EngineThreads threads;

  ShardTask(
      Broadcast<RunPlan> plan,
      Workspace workspace,
      Broadcast<StateVectors> parameters,
      long maskSeed,
      EngineThreads threads) {
    this.plan = plan;
    this.workspace = workspace;
    this.parameters = parameters;
    this.maskSeed = maskSeed;
    this.threads = threads;
  }

  @Override
  public ShardLosses call(ShardCatalog.Shard shard) throws Exception {
    if (shard.records() == 0) {
      return new ShardLosses(LossSums.ZERO, new LabelCounts());
    }
    Phase last = plan.value().lastPhase();
    return EnginePool.with(
        plan.value().engine(last, threads.here()), engine -> evaluate(engine, last, shard));
  }

  private ShardLosses evaluate(TrainingEngine engine, Phase phase, ShardCatalog.Shard shard)
      throws IOException {
    engine.loadParameters(parameters.value().get(StateVector.PARAMETERS), 0);
    BatchAssembler assembler = plan.value().assembler(phase, maskSeed);
    int batchSize = phase.settings().microBatchSize();
    LossSums losses = LossSums.ZERO;
    LabelCounts labels = new LabelCounts();
    try (WorkerExamples examples = new WorkerExamples(List.of(shard), workspace)) {
      for (long first = 0; first < shard.records(); first += batchSize) {
        List<WorkerExamples.Drawn> drawn = new ArrayList<>();
        for (long i = first; i < Math.min(first + batchSize, shard.records()); i++) {
          drawn.add(examples.at(i));
        }
        Batch batch = assembler.assemble(drawn);
        losses = losses.plus(engine.evaluate(batch));
        labels.add(batch);
      }
    }
    return new ShardLosses(losses, labels);
  }
}
