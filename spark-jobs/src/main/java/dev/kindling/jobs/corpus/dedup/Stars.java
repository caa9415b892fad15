package dev.kindling.jobs.corpus.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.io.Serializable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * The two steps of alternating connected components (Kiveris, Lattanzi, Mirrokni, Rastogi and
 * Vassilvitskii 2014, "Connected Components in MapReduce and Beyond"). Both connect a node's
 * neighbours to the smallest of them, and neither parts or joins components.
 *
 * <p>Edges have columns node, smaller (an id less than node's) and changed: whether the step made
 * the edge or found it. Each step is one shuffle and one sorted pass; in a node's rows, sorted by
 * neighbour, the first holds the smallest, so no neighbourhood is ever held in memory.
 */
final class Stars {
  static final StructType EDGES =
      new StructType()
          .add("node", StringType)
          .add("smaller", StringType)
          .add("changed", BooleanType);

  private Stars() {}

  /** Connects each node's larger neighbours to the smallest of the node and its neighbours. */
  static Dataset<Row> large(Dataset<Row> edges) {
    Dataset<Row> bothWays =
        edges
            .select("node", "smaller")
            .union(edges.select(col("smaller").as("node"), col("node").as("smaller")));
    return pass(
        bothWays.repartition(col("node")).sortWithinPartitions("node", "smaller"), LargeStar::new);
  }

  /** Connects each node and its smaller neighbours to the smallest of these. */
  static Dataset<Row> small(Dataset<Row> edges) {
    return pass(
        edges
            .repartition(col("node"))
            .sortWithinPartitions(col("node"), col("smaller"), col("changed").desc()),
        SmallStar::new);
  }

  private static Dataset<Row> pass(Dataset<Row> sorted, StepSupplier step) {
    return sorted.mapPartitions(
        (MapPartitionsFunction<Row, Row>) rows -> new Expanding(rows, step.get()),
        Encoders.row(EDGES));
  }

  private interface StepSupplier extends Supplier<Expanding.Step>, Serializable {}

  /** What both steps remember: the node, its smallest neighbour, and the neighbour before. */
  private abstract static class Star implements Expanding.Step {
    private String node;
    private String first;
    private String previous;

    @Override
    public final void take(Row edge, Consumer<Row> out) {
      String neighbour = edge.getString(1);
      boolean begins = !edge.getString(0).equals(node);
      if (begins) {
        node = edge.getString(0);
        first = neighbour;
      } else if (neighbour.equals(previous)) {
        return; // the same edge again
      }
      previous = neighbour;
      connect(node, first, neighbour, edge, out);
    }

    /** Handles a neighbour that was not seen yet; the first is the smallest. */
    abstract void connect(String node, String first, String neighbour, Row edge, Consumer<Row> out);
  }

  private static final class LargeStar extends Star {
    @Override
    void connect(String node, String first, String neighbour, Row edge, Consumer<Row> out) {
      if (neighbour.compareTo(node) > 0) {
        boolean found = node.compareTo(first) < 0;
        out.accept(RowFactory.create(neighbour, found ? node : first, !found));
      }
    }
  }

  private static final class SmallStar extends Star {
    @Override
    void connect(String node, String first, String neighbour, Row edge, Consumer<Row> out) {
      if (neighbour.equals(first)) {
        out.accept(RowFactory.create(node, first, edge.getBoolean(2)));
      } else {
        out.accept(RowFactory.create(neighbour, first, true));
      }
    }
  }
}
