package dev.kindling.train.checkpoint;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.TrainingState;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of one run: {@code round-0000012/} with three vectors and a manifest. A
 * checkpoint is written under a name of its own attempt and renamed when complete, so a crash at
 * any moment leaves either the whole checkpoint or none.
 */
public final class CheckpointStore {

  /**
   * A verified checkpoint.
   *
   * @param checkpoint what it holds
   * @param name of its directory
   * @param skipped newer checkpoints that did not verify, each with the reason
   */
  public record Loaded(Checkpoint checkpoint, String name, List<String> skipped) {}

  private static final String ATTEMPT_PREFIX = ".attempt-";
  private static final Pattern ATTEMPT = Pattern.compile("\\.attempt-.*");
  private static final Pattern CHECKPOINT = Pattern.compile("round-\\d{7,}");

  private final Workspace files;
  private final Path directory;
  private final String fingerprint;

  /**
   * A store over a directory, which need not exist yet.
   *
   * @param files reads and writes
   * @param directory holds the run's checkpoints and nothing else
   * @param fingerprint of the run's configuration; checkpoints of another one are never loaded
   */
  public CheckpointStore(Workspace files, Path directory, String fingerprint) {
    this.files = files;
    this.directory = directory;
    this.fingerprint = fingerprint;
  }

  /** The directory's name of a round's checkpoint. */
  public static String name(long round) {
    return "round-%07d".formatted(round);
  }

  /**
   * Writes a checkpoint and then removes all but the newest {@code keep}.
   *
   * @param keep at least 1
   * @throws IOException when the file system fails; earlier checkpoints are then still there
   */
  public void save(Checkpoint checkpoint, int keep) throws IOException {
    String name = name(checkpoint.round());
    Path attempt = new Path(directory, ATTEMPT_PREFIX + name + "-" + UUID.randomUUID());
    TrainingState state = checkpoint.state();
    List<CheckpointManifest.Part> parts =
        List.of(
            VectorFile.write(files, new Path(attempt, "parameters.bin"), state.parameters()),
            VectorFile.write(files, new Path(attempt, "first-moment.bin"), state.firstMoment()),
            VectorFile.write(files, new Path(attempt, "second-moment.bin"), state.secondMoment()));
    CheckpointManifest manifest =
        new CheckpointManifest(
            CheckpointManifest.FORMAT,
            checkpoint.round(),
            state.step(),
            checkpoint.tokens(),
            fingerprint,
            checkpoint.epochs(),
            parts,
            null);
    files.writeAtomically(new Path(attempt, CheckpointManifest.FILE), manifest.toBytes());
    publish(attempt, new Path(directory, name));
    prune(keep);
  }

  private void publish(Path attempt, Path target) throws IOException {
    // What stands here did not verify, or the run would not have come to this round again.
    files.delete(target);
    files.rename(attempt, target);
  }

  private void prune(int keep) throws IOException {
    List<String> names = names(CHECKPOINT);
    for (String old : names.subList(Math.min(keep, names.size()), names.size())) {
      files.delete(new Path(directory, old));
    }
    for (String abandoned : names(ATTEMPT)) {
      files.delete(new Path(directory, abandoned));
    }
  }

  /**
   * The newest checkpoint of which every byte verifies; empty when the run has none yet.
   *
   * @throws KindlingException when there are checkpoints and none verifies: a run never silently
   *     starts over
   */
  public Optional<Loaded> newest() throws IOException {
    List<String> skipped = new ArrayList<>();
    for (String name : names(CHECKPOINT)) {
      try {
        return Optional.of(new Loaded(load(name), name, skipped));
      } catch (IOException | IllegalArgumentException | ArithmeticException damaged) {
        skipped.add(name + ": " + damaged.getMessage());
      }
    }
    if (!skipped.isEmpty()) {
      throw new KindlingException(
          ExitCode.CORRUPT_CHECKPOINT,
          "No checkpoint in %s can be used:%n  %s%nRestore one of them, or remove the folder to train from the start."
              .formatted(directory, String.join("%n  ".formatted(), skipped)));
    }
    return Optional.empty();
  }

  private Checkpoint load(String name) throws IOException {
    Path folder = new Path(directory, name);
    CheckpointManifest manifest = manifest(folder);
    if (!name.equals(name(manifest.round()))) {
      throw new IOException("its manifest is that of round " + manifest.round());
    }
    if (!manifest.fingerprint().equals(fingerprint)) {
      throw new IOException("it belongs to another configuration");
    }
    if (manifest.parts().size() != 3) {
      throw new IOException("it has " + manifest.parts().size() + " parts instead of 3");
    }
    float[][] vectors = new float[3][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = VectorFile.read(files, folder, manifest.parts().get(i));
    }
    TrainingState state = new TrainingState(vectors[0], vectors[1], vectors[2], manifest.step());
    return new Checkpoint(state, manifest.round(), manifest.tokens(), manifest.epochs());
  }

  private CheckpointManifest manifest(Path folder) throws IOException {
    try {
      return CheckpointManifest.parse(files.read(new Path(folder, CheckpointManifest.FILE)));
    } catch (FileNotFoundException absent) {
      throw new IOException(CheckpointManifest.FILE + " is missing", absent);
    }
  }

  /** Names of a form, newest first: longer numbers are later rounds. */
  private List<String> names(Pattern form) throws IOException {
    try {
      return Arrays.stream(files.fileSystem(directory).listStatus(directory))
          .map(FileStatus::getPath)
          .map(Path::getName)
          .filter(form.asMatchPredicate())
          .sorted(Comparator.comparingInt(String::length).thenComparing(n -> n).reversed())
          .toList();
    } catch (FileNotFoundException absent) {
      return List.of();
    }
  }
}
