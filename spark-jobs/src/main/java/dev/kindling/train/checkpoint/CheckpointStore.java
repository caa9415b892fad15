package dev.kindling.train.checkpoint;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of one run: {@code round-0000012/} with the files of each vector and a manifest,
 * written last. Where storage renames, all of it is written under a name of the attempt's own and
 * renamed when complete; on object stores files get their final names at once and the manifest
 * makes them a checkpoint. Either way a crash at any moment leaves the whole checkpoint or none.
 */
public final class CheckpointStore {

  /**
   * A verified checkpoint.
   *
   * @param state what it holds, but for what the workers keep
   * @param name of its directory
   * @param skipped newer checkpoints that did not verify, each with the reason
   * @param stored where its vectors stand
   */
  public record Loaded(RunState state, String name, List<String> skipped, StoredVectors stored) {}

  /**
   * A checkpoint that is being written; travels to tasks. A file that is written twice, by a task
   * that was believed dead, holds the same bytes, and is there whole from the first time on.
   *
   * @param folder where its files go, a URI
   * @param name of the checkpoint
   * @param shardFloats values of a file of a whole vector
   */
  public record Attempt(String folder, String name, int shardFloats) implements Serializable {

    /** Writes the vectors of one worker. */
    public List<CheckpointPart> write(Workspace files, int worker, StateVectors vectors)
        throws IOException {
      return Parts.write(files, new Path(folder), worker, vectors, shardFloats, 1);
    }

    /**
     * Writes some of a vector.
     *
     * @param worker whose vector it is, or {@link CheckpointPart#SHARED}
     * @param pieces at least one, in the order of the vector
     */
    public List<CheckpointPart> write(
        Workspace files, int worker, StateVector vector, List<VectorPiece> pieces)
        throws IOException {
      List<CheckpointPart> parts = new ArrayList<>();
      for (List<VectorPiece> ofFile : VectorPiece.grouped(pieces, shardFloats)) {
        parts.add(PartFile.write(files, new Path(folder), worker, vector, ofFile));
      }
      return parts;
    }
  }

  /**
   * 64 MiB: a file of HDFS's default block is twice that, a request of an object store an eighth.
   */
  private static final int SHARD_FLOATS = 16 << 20;

  /** Enough to keep a disk or a network busy; more waits for hashes. */
  private static final int THREADS = 8;

  private final Workspace files;
  private final Path directory;
  private final String fingerprint;
  private final int shardFloats;
  private final int threads;
  private final CheckpointNames names;
  private WriterClaim claim;

  /**
   * A store over a directory, which need not exist yet.
   *
   * @param files reads and writes
   * @param directory holds the run's checkpoints and nothing else
   * @param fingerprint of the run's configuration; checkpoints of another one are never loaded
   */
  public CheckpointStore(Workspace files, Path directory, String fingerprint) {
    this(files, directory, fingerprint, SHARD_FLOATS, THREADS);
  }

  CheckpointStore(
      Workspace files, Path directory, String fingerprint, int shardFloats, int threads) {
    this.files = files;
    this.directory = directory;
    this.fingerprint = fingerprint;
    this.shardFloats = shardFloats;
    this.threads = threads;
    this.names = new CheckpointNames(files, directory);
  }

  /** The directory's name of a round's checkpoint. */
  public static String name(long round) {
    return CheckpointNames.of(round);
  }

  /**
   * Takes the right to write from whoever has it, and removes what an earlier writer left
   * incomplete. Without it the first attempt does.
   *
   * @return this writer's generation, one above that of the writer before
   */
  public long claim() throws IOException {
    claim = WriterClaim.take(files, directory);
    removeAttempts();
    return claim.generation();
  }

  /**
   * Opens an attempt at the checkpoint of a round.
   *
   * @throws KindlingException (cluster) if another process has claimed the run
   */
  public Attempt begin(long round) throws IOException {
    if (claim == null) {
      claim();
    }
    claim.require();
    String name = name(round);
    Path target = new Path(directory, name);
    if (files.renames(directory)) {
      return new Attempt(new Path(directory, attempt(name)).toString(), name, shardFloats);
    }
    remove(target); // it did not verify, or the run would not have come to this round again
    return new Attempt(target.toString(), name, shardFloats);
  }

  /**
   * Completes a checkpoint, and then removes those that need not be kept any longer.
   *
   * @param taskParts files of the attempt that tasks have written; shared vectors that are among
   *     them are not written again
   * @return the checkpoint as a later run would load it
   * @throws IOException when the file system fails; earlier checkpoints are then still there
   * @throws KindlingException (cluster) if another process has claimed the run
   */
  public Loaded commit(
      Attempt attempt, RunState state, List<CheckpointPart> taskParts, Retention retention)
      throws IOException {
    Path folder = new Path(attempt.folder());
    Path target = new Path(directory, attempt.name());
    CheckpointManifest manifest;
    try {
      List<CheckpointPart> parts = new ArrayList<>(writeShared(folder, state.shared(), taskParts));
      parts.addAll(taskParts);
      parts.sort(CheckpointPart.ORDER); // whichever task came first
      Parts.requireWhole(parts);
      claim.require();
      manifest = CheckpointManifest.of(state, retention, fingerprint, parts);
      files.writeAtomically(new Path(folder, CheckpointManifest.FILE), manifest.toBytes());
      if (!folder.equals(target)) {
        remove(target); // it did not verify, or the run would not have come to this round again
        files.rename(folder, target);
      }
    } catch (IOException e) {
      abandon(attempt, e);
      throw e;
    }
    removeAttempts();
    for (String old : names.dispensable(attempt.name(), retention.newest(), fingerprint)) {
      remove(new Path(directory, old));
    }
    return new Loaded(state, attempt.name(), List.of(), stored(target, manifest));
  }

  private List<CheckpointPart> writeShared(
      Path folder, StateVectors shared, List<CheckpointPart> taskParts) throws IOException {
    StateVectors missing = new StateVectors();
    for (StateVector vector : shared.present()) {
      boolean written =
          taskParts.stream()
              .anyMatch(p -> p.worker() == CheckpointPart.SHARED && p.vector() == vector);
      missing = written ? missing : missing.with(vector, shared.get(vector));
    }
    return Parts.write(files, folder, CheckpointPart.SHARED, missing, shardFloats, threads);
  }

  /**
   * Removes what an attempt has written: it may be what fills the disk. Does not throw.
   *
   * @param failure why the attempt ends; told if this fails too
   */
  public void abandon(Attempt attempt, Exception failure) {
    try {
      if (claim.holds()) {
        files.delete(new Path(attempt.folder()));
      }
    } catch (IOException e) {
      failure.addSuppressed(e); // the next writer removes it
    }
  }

  /**
   * Tasks of a writer that is gone may still be adding files to its attempt, which then cannot be
   * deleted: under another name they do not find it.
   */
  private void removeAttempts() throws IOException {
    for (String abandoned : names.attempts()) {
      Path removed = new Path(directory, attempt("removed"));
      files.rename(new Path(directory, abandoned), removed);
      files.delete(removed);
    }
  }

  private static String attempt(String what) {
    return CheckpointNames.attempt(what, UUID.randomUUID().toString());
  }

  /**
   * The manifest goes first: without it the rest is no checkpoint, however far the removal gets.
   */
  private void remove(Path checkpoint) throws IOException {
    files.delete(new Path(checkpoint, CheckpointManifest.FILE));
    files.delete(checkpoint);
  }

  /**
   * The newest checkpoint of which every byte verifies; empty when the run has none yet.
   *
   * @throws KindlingException when there are checkpoints and none verifies: a run never silently
   *     starts over
   */
  public Optional<Loaded> newest() throws IOException {
    List<String> skipped = new ArrayList<>();
    for (String name : names.checkpoints()) {
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
    CheckpointManifest manifest = names.manifest(name, fingerprint);
    Parts.verify(files, folder, manifest.partsOfWorkers(), threads);
    StateVectors shared = Parts.read(files, folder, manifest.sharedParts(), threads);
    return new Loaded(manifest.state(shared), name, skipped, stored(folder, manifest));
  }

  /**
   * The state of a finished run as it is judged and exported: its parameters are the mean of those
   * of all checkpoints that were kept for it, taken in the order of rounds.
   *
   * @param times how often parameters count in the mean, all together
   * @return empty when the run has no checkpoint
   * @throws KindlingException (corrupt checkpoint) naming what is missing or damaged
   */
  public Optional<RunState> average(int times) throws IOException {
    Optional<Loaded> newest = newest();
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    RunState last = newest.get().state();
    List<String> problems = new ArrayList<>(newest.get().skipped());
    ParameterMean mean = new ParameterMean();
    for (CheckpointManifest member : names.averaged(fingerprint)) {
      try {
        mean.add(parameters(member, last), member.timesInAverage());
      } catch (IOException damaged) {
        String problem = name(member.round()) + ": " + damaged.getMessage();
        if (!problems.contains(problem)) { // the search for the newest may have met it
          problems.add(problem);
        }
      }
    }
    if (mean.times() != times) {
      throw incomplete(times, mean.times(), problems);
    }
    return Optional.of(
        new RunState(
            last.round(),
            last.step(),
            last.tokens(),
            last.skippedSteps(),
            last.workers(),
            last.shared().with(StateVector.PARAMETERS, mean.values())));
  }

  private KindlingException incomplete(int times, int found, List<String> problems) {
    String what =
        times == 1
            ? "The last checkpoint in %s is the finished model, and it cannot be used"
                .formatted(directory)
            : "Of the %d checkpoints that make up the finished model, %s holds only %d that can be used"
                .formatted(times, directory, found);
    return new KindlingException(
        ExitCode.CORRUPT_CHECKPOINT,
        "%s:%n  %s%nRestore %s; or rename manifest.json beside that folder to started.json and run `kindling pretrain` again, which goes on from the newest one that can be used."
            .formatted(
                what, String.join("%n  ".formatted(), problems), times == 1 ? "it" : "the others"));
  }

  private float[] parameters(CheckpointManifest checkpoint, RunState last) throws IOException {
    if (checkpoint.round() == last.round()) {
      return last.parameters();
    }
    List<CheckpointPart> parts =
        checkpoint.sharedParts().stream()
            .filter(part -> part.vector() == StateVector.PARAMETERS)
            .toList();
    Path folder = new Path(directory, name(checkpoint.round()));
    return Parts.read(files, folder, parts, threads).get(StateVector.PARAMETERS);
  }

  private static StoredVectors stored(Path folder, CheckpointManifest manifest) {
    return new StoredVectors(folder.toString(), new ArrayList<>(manifest.parts()));
  }
}
