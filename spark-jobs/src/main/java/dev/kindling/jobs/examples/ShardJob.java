package dev.kindling.jobs.examples;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.jobs.tokenize.spark.SharedTokenizer;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * The Spark job behind one part of the examples, training or held out: encode and group documents
 * (first shuffle), build and shuffle examples (second), write shards.
 */
final class ShardJob {
  private final ExamplePlan plan;
  private final SharedTokenizer tokenizer;
  private final Workspace workspace;
  private final int partitions;

  /**
   * A job.
   *
   * @param partitions for either shuffle, at most; changes no byte
   */
  ShardJob(ExamplePlan plan, SharedTokenizer tokenizer, Workspace workspace, int partitions) {
    this.plan = plan;
    this.tokenizer = tokenizer;
    this.workspace = workspace;
    this.partitions = partitions;
  }

  /**
   * Runs the job.
   *
   * @param documents rows of id and text
   * @param directory where shards go
   * @return what each shard holds, by its number
   */
  SortedMap<Integer, ShardSummary> run(JavaRDD<Row> documents, Path directory) throws IOException {
    Keys.BinPartitioner shards = partitioner(plan.shards());
    JavaPairRDD<byte[], byte[]> examples =
        documents
            .mapPartitionsToPair(new DocumentTokenizer(plan, tokenizer))
            .repartitionAndSortWithinPartitions(partitioner(plan.groupBins()), new Keys.Order())
            .mapPartitionsToPair(new GroupExamples(plan, tokenizer))
            .repartitionAndSortWithinPartitions(shards, new Keys.Order());
    ShardTask write = new ShardTask(plan, tokenizer, shards, workspace, directory);
    SortedMap<Integer, ShardSummary> written = new TreeMap<>();
    for (Tuple2<Integer, ShardSummary> shard :
        JavaRDD.fromRDD(examples.rdd(), examples.classTag())
            .mapPartitionsWithIndex(write, false)
            .collect()) {
      written.put(shard._1(), shard._2());
    }
    removeAbandoned(directory);
    return written;
  }

  private Keys.BinPartitioner partitioner(int bins) {
    return new Keys.BinPartitioner(bins, Math.min(bins, partitions));
  }

  /** What killed attempts left behind. */
  private void removeAbandoned(Path directory) throws IOException {
    for (FileStatus file : workspace.fileSystem(directory).listStatus(directory)) {
      if (file.getPath().getName().startsWith("_")) {
        workspace.delete(file.getPath());
      }
    }
  }
}
