package dev.kindling.train.data;

import dev.kindling.examples.ExampleKind;
import dev.kindling.examples.ExampleShardReader;
import dev.kindling.examples.ShardHeader;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.storage.Workspace;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The shards of one example set, in the order of their numbers, with what their headers say.
 *
 * @param directory the folder that holds them
 * @param kind what the examples are for
 * @param sequenceLength longest sequence, in word pieces
 * @param vocabularySize pieces in the vocabulary the examples were encoded with
 * @param tokenizerFingerprint of that vocabulary and of the options it was used with
 * @param shards all shards, by number
 */
public record ShardCatalog(
    String directory,
    ExampleKind kind,
    int sequenceLength,
    int vocabularySize,
    String tokenizerFingerprint,
    List<Shard> shards)
    implements Serializable {

  /**
   * One shard.
   *
   * @param path its full path
   * @param records examples in it
   */
  public record Shard(String path, long records) implements Serializable {}

  /** Makes the list of shards its own. */
  public ShardCatalog {
    shards = new ArrayList<>(shards); // a plain list: it travels to the executors
  }

  /**
   * Reads the headers of all shards in a folder.
   *
   * @throws KindlingException when there are none, or when they do not belong together
   */
  public static ShardCatalog scan(Path directory, Workspace workspace) throws IOException {
    List<Shard> shards = new ArrayList<>();
    ShardHeader first = null;
    for (FileStatus file : shardFiles(directory, workspace)) {
      String path = file.getPath().toString();
      try (ExampleShardReader reader = HadoopShardSource.open(path, workspace)) {
        ShardHeader header = reader.header();
        first = first == null ? header : first;
        requireSameSet(first, header, path);
        shards.add(new Shard(path, header.records()));
      } catch (IOException e) {
        throw new KindlingException(
            ExitCode.BAD_DATA,
            e.getMessage() + ". If the shard is damaged, run `kindling examples` again.",
            e);
      }
    }
    if (first == null) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          directory + " holds no example shards (shard-*.bin). Run `kindling examples` first.");
    }
    return new ShardCatalog(
        directory.toString(),
        first.kind(),
        first.sequenceLength(),
        first.vocabularySize(),
        first.tokenizerFingerprint(),
        shards);
  }

  private static List<FileStatus> shardFiles(Path directory, Workspace workspace)
      throws IOException {
    try {
      return workspace.files(directory).stream()
          .filter(file -> file.getPath().getParent().equals(directory))
          .filter(file -> file.getPath().getName().matches("shard-\\d+\\.bin"))
          .toList();
    } catch (FileNotFoundException absent) {
      return List.of();
    }
  }

  private static void requireSameSet(ShardHeader first, ShardHeader other, String path) {
    boolean same =
        first.kind() == other.kind()
            && first.sequenceLength() == other.sequenceLength()
            && first.tokenizerFingerprint().equals(other.tokenizerFingerprint());
    if (!same) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          path
              + " belongs to another example set than the first shard beside it (kind, sequence"
              + " length or vocabulary differ). Run `kindling examples` again.");
    }
  }

  /** Examples in all shards. */
  public long records() {
    return shards.stream().mapToLong(Shard::records).sum();
  }

  /**
   * The shards that one virtual worker reads: those whose number leaves the worker's number when
   * divided by the number of workers.
   */
  public List<Shard> ofWorker(int worker, int workers) {
    List<Shard> own = new ArrayList<>();
    for (int s = worker; s < shards.size(); s += workers) {
      own.add(shards.get(s));
    }
    return own;
  }

  /**
   * Checks that no worker would stand without work.
   *
   * @throws KindlingException when the shards of some worker hold no example
   */
  public void requireWorkFor(int workers) {
    for (int worker = 0; worker < workers; worker++) {
      if (ofWorker(worker, workers).stream().allMatch(shard -> shard.records() == 0)) {
        throw new KindlingException(
            ExitCode.BAD_DATA,
            "Worker %d of %d has no example to read: %s holds %d shards with %d examples. Lower training.workers or add text."
                .formatted(worker, workers, directory, shards.size(), records()));
      }
    }
  }
}
