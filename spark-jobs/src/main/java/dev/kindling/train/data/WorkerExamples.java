package dev.kindling.train.data;

import dev.kindling.examples.Example;
import dev.kindling.examples.ExampleShardReader;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.storage.Workspace;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Reads one virtual worker's examples by cursor; keeps one shard open at a time. */
public final class WorkerExamples implements Closeable {

  /**
   * An example and the epoch it is drawn in, which decides its masks.
   *
   * @param example the stored example
   * @param epoch the worker's epoch, from 0
   */
  public record Drawn(Example example, long epoch) {}

  private final List<ShardCatalog.Shard> shards;
  private final Workspace workspace;
  private final DataOrder order;
  private ExampleShardReader reader;
  private int open = -1;

  /**
   * A reader over the worker's shards.
   *
   * @param shards the worker's own shards, in shard order; at least one example in all
   * @param workspace opens them
   */
  public WorkerExamples(List<ShardCatalog.Shard> shards, Workspace workspace) {
    this.shards = shards;
    this.workspace = workspace;
    this.order = new DataOrder(shards.stream().mapToLong(ShardCatalog.Shard::records).toArray());
  }

  /**
   * The example at a cursor: see {@link DataOrder}.
   *
   * @throws KindlingException when it cannot be read or is damaged
   * @throws UncheckedIOException when its file is not there, which storage may put right
   */
  public Drawn at(long cursor) {
    try {
      return read(cursor);
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          "An example cannot be read: %s. If its shard is damaged, run `kindling examples` again."
              .formatted(e.getMessage()),
          e);
    }
  }

  private Drawn read(long cursor) throws IOException {
    DataOrder.Position position = order.at(cursor);
    if (position.shard() != open) {
      close();
      reader = HadoopShardSource.open(shards.get(position.shard()).path(), workspace);
      open = position.shard();
    }
    return new Drawn(reader.read(position.record()), position.epoch());
  }

  @Override
  public void close() throws IOException {
    open = -1;
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
