package dev.kindling.jobs.examples;

import dev.kindling.examples.ShardHeader;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import scala.Tuple2;

/**
 * The task that writes the shards of one partition, those without examples too. A shard is written
 * under a name of the attempt's own and then renamed; another attempt's shard holds the same bytes,
 * so whichever is first stays.
 */
final class ShardTask
    implements Function2<
        Integer, Iterator<Tuple2<byte[], byte[]>>, Iterator<Tuple2<Integer, ShardSummary>>> {
  private final ExamplePlan plan;
  private final SharedTokenizer tokenizer;
  private final Keys.BinPartitioner partitioner;
  private final Workspace workspace;
  private final String directory;

  ShardTask(
      ExamplePlan plan,
      SharedTokenizer tokenizer,
      Keys.BinPartitioner partitioner,
      Workspace workspace,
      Path directory) {
    this.plan = plan;
    this.tokenizer = tokenizer;
    this.partitioner = partitioner;
    this.workspace = workspace;
    this.directory = directory.toString();
  }

  /**
   * Writes.
   *
   * @param partition its number
   * @param examples from {@link GroupExamples}, sorted by key
   * @return shard numbers and what each shard holds
   */
  @Override
  public Iterator<Tuple2<Integer, ShardSummary>> call(
      Integer partition, Iterator<Tuple2<byte[], byte[]>> examples) throws IOException {
    Vocabulary vocabulary = tokenizer.read().vocabulary();
    int unknown = vocabulary.id(SpecialToken.UNKNOWN);
    Bins bins = new Bins(examples);
    List<Tuple2<Integer, ShardSummary>> written = new ArrayList<>();
    int end = partitioner.firstBin(partition + 1);
    for (int shard = partitioner.firstBin(partition); shard < end; shard++) {
      try (ShardSpool spool = new ShardSpool(unknown)) {
        bins.forEachRecord(shard, (key, packed) -> spool.add(packed));
        written.add(new Tuple2<>(shard, write(shard, spool, vocabulary)));
      }
    }
    return written.iterator();
  }

  private ShardSummary write(int shard, ShardSpool spool, Vocabulary vocabulary)
      throws IOException {
    String name = "shard-%05d.bin".formatted(shard);
    Path target = new Path(directory, name);
    Path attempt = new Path(directory, "_" + name + "." + TaskContext.get().taskAttemptId());
    String sha256 = vocabulary.sha256();
    ShardSummary summary =
        spool.writeTo(
            workspace.create(attempt),
            records ->
                new ShardHeader(
                    plan.kind(), plan.sequenceLength(), vocabulary.size(), sha256, records));
    try {
      workspace.rename(attempt, target);
    } catch (IOException e) {
      workspace.delete(attempt);
      if (!workspace.exists(target)) {
        throw e;
      }
    }
    return summary;
  }
}
