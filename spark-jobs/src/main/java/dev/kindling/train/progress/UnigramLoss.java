package dev.kindling.train.progress;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.data.BatchAssembler;
import dev.kindling.train.data.LabelCounts;
import dev.kindling.train.data.ShardCatalog;
import dev.kindling.train.data.WorkerExamples;
import dev.kindling.train.plan.RunPlan;
import java.io.IOException;
import java.util.List;

/**
 * The loss of the best model that ignores context: the entropy of the labels' own frequencies, over
 * a sample large enough for a landmark.
 */
public final class UnigramLoss {
  /** A million pieces or so: frequent ones, which make up most of the entropy, are counted well. */
  private static final int EXAMPLES = 8192;

  private UnigramLoss() {}

  /**
   * Reads the first examples of the run's last phase.
   *
   * @return nats a label; the same on every machine
   */
  public static double of(RunPlan plan, Workspace workspace) throws IOException {
    ShardCatalog shards = plan.lastPhase().shards();
    BatchAssembler assembler = plan.assembler(plan.lastPhase());
    LabelCounts labels = new LabelCounts();
    try (WorkerExamples examples = new WorkerExamples(shards.shards(), workspace)) {
      for (long i = 0; i < Math.min(EXAMPLES, shards.records()); i++) {
        labels.add(assembler.assemble(List.of(examples.at(i))));
      }
    }
    return labels.entropy();
  }
}
