package dev.kindling.jobs.evaluate;

import dev.kindling.model.LossSums;
import dev.kindling.train.data.LabelCounts;
import java.io.Serializable;

/**
 * What one held-out shard gives.
 *
 * @param losses summed over its examples in file order
 * @param labels of its examples
 */
record ShardLosses(LossSums losses, LabelCounts labels) implements Serializable {

  ShardLosses plus(ShardLosses later) {
    LabelCounts sum = new LabelCounts();
    sum.add(labels);
    sum.add(later.labels);
    return new ShardLosses(losses.plus(later.losses), sum);
  }
}
