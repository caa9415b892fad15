package dev.kindling.train.checkpoint;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVectors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
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
 * The checkpoints of one run: {@code round-0000012/} with a file for each vector and a manifest. A
 * checkpoint is written under a name of its own attempt and renamed when complete, so a crash at
 * any moment leaves either the whole checkpoint or none.
 */
public final class CheckpointStore {

  /**
   * A verified checkpoint.
   *
   * @param state what it holds, but for what the workers keep
   * @param name of its directory
   * @param skipped newer checkpoints that did not verify, each with the reason
   * @param kept where what the workers keep stands
   */
  public record Loaded(RunState state, String name, List<String> skipped, WorkerParts kept) {}

  /**
   * A checkpoint that is being written, under a name of its own; travels to tasks.
   *
   * @param folder where its files go, a URI
   * @param name of the checkpoint
   */
  public record Attempt(String folder, String name) implements Serializable {

    /** Writes the vectors of one worker. */
    public List<CheckpointPart> write(Workspace files, int worker, StateVectors vectors)
        throws IOException {
      return VectorFile.writeAll(files, new Path(folder), worker, vectors);
    }
  }

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

  /** Opens an attempt at the checkpoint of a round. */
  public Attempt begin(long round) {
    String name = name(round);
    return new Attempt(
        new Path(directory, ATTEMPT_PREFIX + name + "-" + UUID.randomUUID()).toString(), name);
  }

  /**
   * Completes a checkpoint and then removes all but the newest {@code keep}.
   *
   * @param workerParts files of the attempt that workers have written
   * @param keep at least 1
   * @return the checkpoint as a later run would load it
   * @throws IOException when the file system fails; earlier checkpoints are then still there
   */
  public Loaded commit(Attempt attempt, RunState state, List<CheckpointPart> workerParts, int keep)
      throws IOException {
    Path folder = new Path(attempt.folder());
    List<CheckpointPart> parts =
        new ArrayList<>(VectorFile.writeAll(files, folder, CheckpointPart.SHARED, state.shared()));
    parts.addAll(workerParts);
    CheckpointManifest manifest =
        new CheckpointManifest(
            CheckpointManifest.FORMAT,
            state.round(),
            state.step(),
            state.tokens(),
            state.skippedSteps(),
            fingerprint,
            state.workers(),
            parts,
            null);
    files.writeAtomically(new Path(folder, CheckpointManifest.FILE), manifest.toBytes());
    Path target = new Path(directory, attempt.name());
    publish(folder, target);
    prune(keep);
    return new Loaded(state, attempt.name(), List.of(), kept(target, parts));
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
        return Optional.of(load(name, skipped));
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

  private Loaded load(String name, List<String> skipped) throws IOException {
    Path folder = new Path(directory, name);
    CheckpointManifest manifest = manifest(folder);
    if (!name.equals(name(manifest.round()))) {
      throw new IOException("its manifest is that of round " + manifest.round());
    }
    if (!manifest.fingerprint().equals(fingerprint)) {
      throw new IOException("it belongs to another configuration");
    }
    StateVectors shared = new StateVectors();
    for (CheckpointPart part : manifest.parts()) {
      float[] values = VectorFile.read(files, folder, part);
      if (part.worker() == CheckpointPart.SHARED) {
        shared = shared.with(part.vector(), values);
      }
    }
    RunState state =
        new RunState(
            manifest.round(),
            manifest.step(),
            manifest.tokens(),
            manifest.skippedSteps(),
            manifest.workers(),
            shared);
    return new Loaded(state, name, skipped, kept(folder, manifest.parts()));
  }

  private static WorkerParts kept(Path folder, List<CheckpointPart> parts) {
    return new WorkerParts(
        folder.toString(),
        new ArrayList<>(parts.stream().filter(p -> p.worker() != CheckpointPart.SHARED).toList()));
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
