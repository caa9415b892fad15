package dev.kindling.train.checkpoint;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** Whole vectors to the files of a checkpoint and back, several files at a time. */
final class Parts {

  private Parts() {}

  /**
   * Writes each vector, cut into files.
   *
   * @param shardFloats most values of a file
   * @param threads that write
   * @return in the order of vectors and of their values
   */
  static List<CheckpointPart> write(
      Workspace files, Path folder, int worker, StateVectors vectors, int shardFloats, int threads)
      throws IOException {
    List<Callable<CheckpointPart>> writes = new ArrayList<>();
    for (StateVector vector : vectors.present()) {
      for (VectorPiece piece : VectorPiece.cut(vectors.get(vector), shardFloats)) {
        writes.add(() -> PartFile.write(files, folder, worker, vector, List.of(piece)));
      }
    }
    return Parallel.all(writes, threads);
  }

  /**
   * Reads the vectors that some files hold.
   *
   * @param parts of one worker, or of none
   * @throws IOException when a file is missing or not what the manifest says, or a value is in none
   */
  static StateVectors read(Workspace files, Path folder, List<CheckpointPart> parts, int threads)
      throws IOException {
    StateVectors vectors = new StateVectors();
    List<Callable<Void>> reads = new ArrayList<>();
    for (List<CheckpointPart> ofVector : byVector(parts).values()) {
      float[] values = new float[length(ofVector)];
      vectors = vectors.with(ofVector.get(0).vector(), values);
      for (CheckpointPart part : ofVector) {
        reads.add(
            () -> {
              PartFile.read(files, folder, part, values);
              return null;
            });
      }
    }
    Parallel.all(reads, threads);
    return vectors;
  }

  /** Reads files to their ends and keeps nothing; throws like {@link #read}. */
  static void verify(Workspace files, Path folder, List<CheckpointPart> parts, int threads)
      throws IOException {
    requireWhole(parts);
    List<Callable<Void>> reads = new ArrayList<>();
    for (CheckpointPart part : parts) {
      reads.add(
          () -> {
            PartFile.read(files, folder, part, null);
            return null;
          });
    }
    Parallel.all(reads, threads);
  }

  /**
   * Makes sure that every value of every vector stands in exactly one file.
   *
   * @throws IOException naming the first vector of which that is not so
   */
  static void requireWhole(List<CheckpointPart> parts) throws IOException {
    for (List<CheckpointPart> ofVector : byVector(parts).values()) {
      length(ofVector);
    }
  }

  private static Map<String, List<CheckpointPart>> byVector(List<CheckpointPart> parts) {
    return parts.stream()
        .collect(
            Collectors.groupingBy(
                part -> "%05d %s".formatted(part.worker(), part.vector().text()),
                TreeMap::new,
                Collectors.toList()));
  }

  /** The length of the vector that files of one vector make up. */
  private static int length(List<CheckpointPart> ofVector) throws IOException {
    List<Range> ranges = new ArrayList<>();
    for (CheckpointPart part : ofVector) {
      if (part.values() * Float.BYTES != part.bytes()) {
        throw new IOException(
            "%s has %,d values in %,d bytes".formatted(part.name(), part.values(), part.bytes()));
      }
      ranges.addAll(part.ranges());
    }
    ranges.sort(Comparator.comparingInt(Range::first));
    int end = 0;
    for (Range range : ranges) {
      if (range.first() != end || range.count() < 1) {
        throw new IOException(
            "the files of %s of worker %d do not join at value %,d"
                .formatted(ofVector.get(0).vector().text(), ofVector.get(0).worker(), end));
      }
      end = range.end();
    }
    return end;
  }
}
