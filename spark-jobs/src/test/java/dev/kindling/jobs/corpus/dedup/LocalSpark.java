package dev.kindling.jobs.corpus.dedup;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.kindling.corpus.dedup.ContentHash;
import dev.kindling.jobs.storage.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Spark in this process, and tables of documents for it. */
final class LocalSpark implements AutoCloseable {
  private static final StructType DOCUMENTS =
      new StructType()
          .add("id", StringType)
          .add("uri", StringType)
          .add("text", StringType)
          .add("hash", StringType)
          .add("characters", LongType);

  private final SparkSession session =
      SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).getOrCreate();

  /** How many partitions shuffles have from now on. */
  void shufflePartitions(int partitions) {
    session.conf().set("spark.sql.shuffle.partitions", partitions);
    session.conf().set("spark.sql.adaptive.enabled", false); // it would make one of all of them
  }

  static Row document(String id, String uri, String text) {
    return RowFactory.create(
        id, uri, text, ContentHash.of(text), (long) text.codePointCount(0, text.length()));
  }

  Dataset<Row> documents(List<Row> rows, int partitions) {
    return table(rows, DOCUMENTS, partitions);
  }

  Dataset<Row> table(List<Row> rows, StructType columns, int partitions) {
    return session.createDataFrame(rows, columns).repartition(partitions);
  }

  static Scratch scratch(Path folder) {
    return new Scratch(
        new Workspace(folder.toString(), new Configuration()),
        new org.apache.hadoop.fs.Path(folder.toUri()));
  }

  /** A table of two columns of text; each first value may stand there once. */
  static Map<String, String> map(Dataset<Row> table) {
    Map<String, String> map = new TreeMap<>();
    for (Row row : table.collectAsList()) {
      if (map.put(row.getString(0), row.getString(1)) != null) {
        throw new AssertionError("twice: " + row);
      }
    }
    return map;
  }

  @Override
  public void close() {
    session.stop();
  }
}
