package dev.kindling.train.checkpoint;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kindling.train.state.StateVector;
import java.io.Serializable;

/**
 * One file of a checkpoint: a vector of little-endian float32 values.
 *
 * @param name file name
 * @param worker whose vector it is; {@link #SHARED} if it belongs to all
 * @param vector which one
 * @param bytes its length
 * @param sha256 of its bytes
 */
@JsonPropertyOrder({"name", "worker", "vector", "bytes", "sha256"})
public record CheckpointPart(String name, int worker, StateVector vector, long bytes, String sha256)
    implements Serializable {

  /** Stands for the worker of a vector that belongs to all. */
  public static final int SHARED = -1;

  static String name(int worker, StateVector vector) {
    return worker == SHARED
        ? vector.text() + ".bin"
        : "worker-%05d-%s.bin".formatted(worker, vector.text());
  }
}
