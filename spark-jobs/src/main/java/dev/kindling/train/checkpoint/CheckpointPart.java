package dev.kindling.train.checkpoint;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kindling.train.state.StateVector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;

/**
 * One file of a checkpoint: stretches of a vector, one behind the other, as little-endian float32.
 *
 * @param name file name
 * @param worker whose vector it is; {@link #SHARED} if it belongs to all
 * @param vector which one
 * @param ranges of the vector, in the order of the file
 * @param bytes its length
 * @param sha256 of its bytes
 */
@JsonPropertyOrder({"name", "worker", "vector", "ranges", "bytes", "sha256"})
public record CheckpointPart(
    String name, int worker, StateVector vector, ArrayList<Range> ranges, long bytes, String sha256)
    implements Serializable {

  /** Shared vectors first, then by worker; of each, in the order of vectors and their stretches. */
  static final Comparator<CheckpointPart> ORDER =
      Comparator.comparingInt(CheckpointPart::worker)
          .thenComparing(CheckpointPart::vector)
          .thenComparing(CheckpointPart::name);

  /** Stands for the worker of a vector that belongs to all. */
  public static final int SHARED = -1;

  /** Whether its vector belongs to all workers. */
  @JsonIgnore
  public boolean isShared() {
    return worker == SHARED;
  }

  /** No two files of a checkpoint begin at the same value of the same vector. */
  static String name(int worker, StateVector vector, int first) {
    String file = "%s-%010d.bin".formatted(vector.text(), first);
    return worker == SHARED ? file : "worker-%05d-%s".formatted(worker, file);
  }

  /** How many values it holds. */
  long values() {
    return ranges.stream().mapToLong(Range::count).sum();
  }
}
