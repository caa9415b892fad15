package dev.kindling.jobs.corpus.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The connected components of a graph, by alternating {@link Stars}. The number of rounds grows
 * with the logarithm of the longest path; the number of edges never grows. Each round's edges are
 * written down, so that neither plans nor recomputation pile up.
 */
final class ConnectedComponents {
  private ConnectedComponents() {}

  /**
   * Finds the components.
   *
   * @param edges columns id and leader, two different ids that belong together
   * @param scratch holds the edges of the last rounds and of the result
   * @return columns id, component: every id that is not its component's smallest, and that smallest
   * @throws IOException if a round's edges cannot be deleted
   */
  static Dataset<Row> of(Dataset<Row> edges, Scratch scratch) throws IOException {
    Dataset<Row> current =
        scratch.stored(
            table(0),
            edges.select(
                greatest("id", "leader").as("node"),
                least("id", "leader").as("smaller"),
                lit(true).as("changed")));
    for (int round = 1; ; round++) {
      current = scratch.stored(table(round), Stars.small(Stars.large(current)));
      scratch.delete(table(round - 1));
      if (current.where(col("changed")).isEmpty()) {
        return current.select(col("node").as("id"), col("smaller").as("component"));
      }
    }
  }

  private static String table(int round) {
    return "edges-" + round;
  }
}
