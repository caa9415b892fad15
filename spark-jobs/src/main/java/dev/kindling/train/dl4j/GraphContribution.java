package dev.kindling.train.dl4j;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One worker's share of one slice, on its way through the shuffle.
 *
 * @param worker its number, which gives the order of the sum
 * @param examples that it trained on: its weight
 * @param scoreSum of its minibatches, weighted by their examples
 * @param bytes as the codec made them
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record GraphContribution(int worker, long examples, double scoreSum, byte[] bytes)
    implements Serializable {

  /**
   * The mean of a slice.
   *
   * @param values the mean
   * @param score mean score of all examples of the round
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Mean(int slice, float[] values, double score) implements Serializable {}

  static Mean mean(int slice, Iterable<GraphContribution> contributions, GraphSlices slices) {
    List<GraphContribution> inOrder = new ArrayList<>();
    contributions.forEach(inOrder::add);
    inOrder.sort(Comparator.comparingInt(GraphContribution::worker));
    long[] weights = inOrder.stream().mapToLong(GraphContribution::examples).toArray();
    List<byte[]> bytes = inOrder.stream().map(GraphContribution::bytes).toList();
    double score = 0;
    long examples = 0;
    for (GraphContribution contribution : inOrder) {
      score += contribution.scoreSum();
      examples += contribution.examples();
    }
    float[] values = slices.averaging(slice).mean(bytes, weights, slices.length(slice));
    return new Mean(slice, values, score / examples);
  }
}
