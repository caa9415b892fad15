package dev.kindling.jobs.examples;

import dev.kindling.examples.ShardHeader;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.jobs.tokenize.spark.SharedTokenizer;
import dev.kindling.tokenizer.SpecialToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import scala.Tuple2;

/**
 * The task that writes the shards of one partition, those without examples too, and beside each
 * where its examples come from. A file is written under a name of the attempt's own and then
 * renamed; another attempt's file holds the same bytes, so whichever is first stays.
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
    String fingerprint = tokenizer.get().fingerprint();
    int unknown = tokenizer.get().vocabulary().id(SpecialToken.UNKNOWN);
    Bins bins = new Bins(examples);
    List<Tuple2<Integer, ShardSummary>> written = new ArrayList<>();
    int end = partitioner.firstBin(partition + 1);
    for (int shard = partitioner.firstBin(partition); shard < end; shard++) {
      try (ShardSpool spool = new ShardSpool(unknown, plan.tokenCapacity())) {
        bins.forEachRecord(shard, (key, packed) -> spool.add(packed));
        written.add(new Tuple2<>(shard, write(shard, spool, fingerprint)));
      }
    }
    return written.iterator();
  }

  private ShardSummary write(int shard, ShardSpool spool, String fingerprint) throws IOException {
    Attempt records = new Attempt("shard-%05d.bin".formatted(shard));
    Attempt provenance = new Attempt("provenance-%05d.parquet".formatted(shard));
    int pieces = tokenizer.get().vocabulary().size();
    try (ProvenanceWriter origins = new ProvenanceWriter(workspace.create(provenance.path()))) {
      spool.writeTo(
          workspace.create(records.path()),
          count -> new ShardHeader(plan.kind(), plan.sequenceLength(), pieces, fingerprint, count),
          origins);
    }
    provenance.publish();
    records.publish();
    return spool.summary();
  }

  /** A file under a name that no other attempt has. */
  private final class Attempt {
    private final Path target;
    private final Path path;

    Attempt(String name) {
      target = new Path(directory, name);
      path = new Path(directory, "_" + name + "." + TaskContext.get().taskAttemptId());
    }

    Path path() {
      return path;
    }

    void publish() throws IOException {
      try {
        workspace.rename(path, target);
      } catch (IOException e) {
        workspace.delete(path);
        if (!workspace.exists(target)) {
          throw e;
        }
      }
    }
  }
}
