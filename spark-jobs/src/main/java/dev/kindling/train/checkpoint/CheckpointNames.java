package dev.kindling.train.checkpoint;

import dev.kindling.jobs.storage.Workspace;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** What stands in the directory of a run's checkpoints, told from names and manifests alone. */
final class CheckpointNames {
  private static final String ATTEMPT_PREFIX = ".attempt-";
  private static final Pattern CHECKPOINT = Pattern.compile("round-\\d{7,}");

  /** Later rounds are longer numbers. */
  private static final Comparator<String> BY_ROUND =
      Comparator.comparingInt(String::length).thenComparing(name -> name);

  private final Workspace files;
  private final Path directory;

  CheckpointNames(Workspace files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  static String of(long round) {
    return "round-%07d".formatted(round);
  }

  static String attempt(String checkpoint, String id) {
    return ATTEMPT_PREFIX + checkpoint + "-" + id;
  }

  /** The checkpoints, newest first, whether they verify or not. */
  List<String> checkpoints() throws IOException {
    List<String> complete = new ArrayList<>();
    for (String name : folders()) {
      // Where nothing is renamed, a folder without a manifest is one that was never completed.
      if (files.renames(directory) || files.exists(manifestFile(name))) {
        complete.add(name);
      }
    }
    return complete;
  }

  private List<String> folders() throws IOException {
    return names(CHECKPOINT.asMatchPredicate()).stream().sorted(BY_ROUND.reversed()).toList();
  }

  /** What was begun under a name of its own and not completed. */
  List<String> attempts() throws IOException {
    return names(name -> name.startsWith(ATTEMPT_PREFIX));
  }

  /**
   * The checkpoints that need not be kept once another is complete.
   *
   * @param committed that one; newer ones did not verify, or it would not have been written
   * @param newest how many are kept for being new
   */
  List<String> dispensable(String committed, int newest, String fingerprint) throws IOException {
    List<String> present =
        checkpoints().stream().filter(name -> BY_ROUND.compare(name, committed) <= 0).toList();
    Set<String> kept = new HashSet<>(present.subList(0, Math.min(newest, present.size())));
    double lowestLoss = Double.POSITIVE_INFINITY;
    String best = committed;
    for (CheckpointManifest manifest : readable(present, fingerprint).toList()) {
      if (manifest.timesInAverage() > 0) {
        kept.add(of(manifest.round()));
      }
      if (manifest.loss() <= lowestLoss) { // of equal ones the older: it stays the best
        lowestLoss = manifest.loss();
        best = of(manifest.round());
      }
    }
    kept.add(best);
    return folders().stream().filter(name -> !kept.contains(name)).toList();
  }

  /** The manifests of those that the finished run averages, oldest first. */
  List<CheckpointManifest> averaged(String fingerprint) throws IOException {
    return readable(checkpoints(), fingerprint)
        .filter(manifest -> manifest.timesInAverage() > 0)
        .sorted(Comparator.comparingLong(CheckpointManifest::round))
        .toList();
  }

  private Stream<CheckpointManifest> readable(List<String> checkpoints, String fingerprint) {
    return checkpoints.stream().flatMap(name -> readable(name, fingerprint).stream());
  }

  /** A checkpoint whose manifest cannot be read is kept for nothing but its age. */
  private Optional<CheckpointManifest> readable(String name, String fingerprint) {
    try {
      return Optional.of(manifest(name, fingerprint));
    } catch (IOException damaged) {
      return Optional.empty();
    }
  }

  /**
   * The manifest of a checkpoint.
   *
   * @throws IOException when it is missing or damaged, or does not belong here
   */
  CheckpointManifest manifest(String name, String fingerprint) throws IOException {
    CheckpointManifest manifest = manifest(name);
    manifest.requireFingerprint(fingerprint);
    return manifest;
  }

  /** Like {@link #manifest(String, String)}, of any configuration. */
  CheckpointManifest manifest(String name) throws IOException {
    CheckpointManifest manifest;
    try {
      manifest = CheckpointManifest.parse(files.read(manifestFile(name)));
    } catch (FileNotFoundException absent) {
      throw new IOException(CheckpointManifest.FILE + " is missing", absent);
    }
    if (!name.equals(of(manifest.round()))) {
      throw new IOException("its manifest is that of round " + manifest.round());
    }
    return manifest;
  }

  private Path manifestFile(String name) {
    return new Path(new Path(directory, name), CheckpointManifest.FILE);
  }

  private List<String> names(Predicate<String> wanted) throws IOException {
    try {
      return Arrays.stream(files.fileSystem(directory).listStatus(directory))
          .map(FileStatus::getPath)
          .map(Path::getName)
          .filter(wanted)
          .toList();
    } catch (FileNotFoundException absent) {
      return List.of();
    }
  }
}
