package dev.kindling.jobs.corpus.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Names the first member of each group. Rows are shuffled by group and sorted within partitions,
 * which spills to disk; then one pass remembers the group's first row alone. So a group of n rows
 * costs n rows, never n² pairs and never a list of n.
 */
final class GroupLeaders {
  /** Whether the leader's own row is among the results. */
  enum Include {
    /** Every member but the leader. */
    OTHERS,
    /** Every member of a group of at least two. */
    ALL
  }

  private GroupLeaders() {}

  /**
   * Names the leaders.
   *
   * @param rows columns {@code group}, {@code id} and those that the order names
   * @param order which member comes first; must end in the id, so that there are no ties
   * @param leader name of the second column of the result
   * @return columns {@code id} and the leader's id; nothing of groups of one
   */
  static Dataset<Row> of(Dataset<Row> rows, String leader, Include include, Column... order) {
    Column[] sorted = new Column[order.length + 1];
    sorted[0] = col("group");
    System.arraycopy(order, 0, sorted, 1, order.length);
    StructType schema = new StructType().add("id", StringType).add(leader, StringType);
    return rows.where(col("group").isNotNull())
        .repartition(col("group"))
        .sortWithinPartitions(sorted)
        .select("group", "id")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) members -> leaders(members, include),
            Encoders.row(schema));
  }

  private static Iterator<Row> leaders(Iterator<Row> members, Include include) {
    return new Expanding(members, new Leading(include));
  }

  private static final class Leading implements Expanding.Step {
    private final Include include;
    private Object group;
    private String leader;
    private boolean alone;

    Leading(Include include) {
      this.include = include;
    }

    @Override
    public void take(Row member, Consumer<Row> out) {
      String id = member.getString(1);
      if (!member.get(0).equals(group)) {
        group = member.get(0);
        leader = id;
        alone = true;
      } else if (!id.equals(leader)) { // a document may stand in its group twice
        if (alone && include == Include.ALL) {
          out.accept(RowFactory.create(leader, leader));
        }
        alone = false;
        out.accept(RowFactory.create(id, leader));
      }
    }
  }
}
