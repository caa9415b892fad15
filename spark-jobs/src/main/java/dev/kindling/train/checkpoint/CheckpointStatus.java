package dev.kindling.train.checkpoint;

import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * How a checkpoint is, once every byte of it has been read.
 *
 * @param name of its folder
 * @param step of the schedule; 0 where the manifest cannot be read, like all figures below
 * @param tokens trained on so far
 * @param loss mean training loss since the checkpoint before
 * @param timesInAverage how often its parameters count in the average that the run ends with
 * @param bytes of its files
 * @param problem what is wrong with it, if anything is
 */
public record CheckpointStatus(
    String name,
    long step,
    long tokens,
    double loss,
    int timesInAverage,
    long bytes,
    Optional<String> problem) {

  /**
   * Reads all checkpoints of a run, of whatever configuration; changes nothing.
   *
   * @param directory of the checkpoints, which may be missing
   * @return newest first
   */
  public static List<CheckpointStatus> verify(Workspace files, Path directory, int threads)
      throws IOException {
    CheckpointNames names = new CheckpointNames(files, directory);
    List<CheckpointStatus> statuses = new ArrayList<>();
    for (String name : names.checkpoints()) {
      statuses.add(verify(files, directory, names, name, threads));
    }
    return statuses;
  }

  private static CheckpointStatus verify(
      Workspace files, Path directory, CheckpointNames names, String name, int threads) {
    CheckpointManifest manifest;
    try {
      manifest = names.manifest(name);
    } catch (IOException damaged) {
      return new CheckpointStatus(name, 0, 0, 0, 0, 0, Optional.of(damaged.getMessage()));
    }
    Optional<String> problem = Optional.empty();
    try {
      Parts.verify(files, new Path(directory, name), manifest.parts(), threads);
    } catch (IOException damaged) {
      problem = Optional.of(damaged.getMessage());
    }
    return new CheckpointStatus(
        name,
        manifest.step(),
        manifest.tokens(),
        manifest.loss(),
        manifest.timesInAverage(),
        manifest.parts().stream().mapToLong(CheckpointPart::bytes).sum(),
        problem);
  }
}
