package dev.kindling.train.checkpoint;

import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
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
  private static final long REMOVAL_NANOS = Duration.ofMillis(200).toNanos();

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
    return verify(
        files, directory, fingerprint, threads, () -> LockSupport.parkNanos(REMOVAL_NANOS));
  }

  /** Looks again, after a pause, at what it found damaged: a run at work removes older ones. */
  static List<CheckpointStatus> verify(
      Workspace files, Path directory, Optional<String> fingerprint, int threads, Runnable pause)
      throws IOException {
    CheckpointNames names = new CheckpointNames(files, directory);
    List<CheckpointStatus> statuses = new ArrayList<>();
    for (String name : names.checkpoints()) {
      CheckpointStatus status = verify(files, directory, names, name, fingerprint, threads);
      if (status.problem().isPresent()) {
        pause.run(); // it removes them file by file
      }
      if (status.problem().isEmpty() || files.exists(new Path(directory, name))) {
        statuses.add(status);
      }
    }
    return statuses;
  }

  private static CheckpointStatus verify(
      Workspace files,
      Path directory,
      CheckpointNames names,
      String name,
      Optional<String> fingerprint,
      int threads) {
    try {
      CheckpointManifest manifest = names.manifest(name);
      return of(manifest, name, problem(files, directory, manifest, name, fingerprint, threads));
    } catch (IOException damaged) {
      return new CheckpointStatus(name, 0, 0, 0, 0, 0, Optional.of(damaged.getMessage()));
    }
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
