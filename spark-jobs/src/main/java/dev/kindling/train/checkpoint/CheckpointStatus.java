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
   * Reads all checkpoints of a run; changes nothing.
   *
   * @param directory of the checkpoints, which may be missing
   * @param fingerprint of the run's configuration; empty where it is unknown, then any will do
   * @return newest first
   */
  public static List<CheckpointStatus> verify(
      Workspace files, Path directory, Optional<String> fingerprint, int threads)
      throws IOException {
    CheckpointNames names = new CheckpointNames(files, directory);
    List<CheckpointStatus> statuses = new ArrayList<>();
    for (String name : names.checkpoints()) {
      try {
        CheckpointManifest manifest = names.manifest(name);
        statuses.add(
            of(manifest, name, problem(files, directory, manifest, name, fingerprint, threads)));
      } catch (IOException damaged) {
        statuses.add(new CheckpointStatus(name, 0, 0, 0, 0, 0, Optional.of(damaged.getMessage())));
      }
    }
    return statuses;
  }

  private static Optional<String> problem(
      Workspace files,
      Path directory,
      CheckpointManifest manifest,
      String name,
      Optional<String> fingerprint,
      int threads) {
    try {
      manifest.requireFingerprint(fingerprint.orElse(manifest.fingerprint()));
      Parts.verify(files, new Path(directory, name), manifest.parts(), threads);
      return Optional.empty();
    } catch (IOException damaged) {
      return Optional.of(damaged.getMessage());
    }
  }

  private static CheckpointStatus of(
      CheckpointManifest manifest, String name, Optional<String> problem) {
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
