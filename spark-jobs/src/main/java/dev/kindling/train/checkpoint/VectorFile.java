package dev.kindling.train.checkpoint;

import dev.kindling.jobs.storage.Sha256;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.state.FloatBytes;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** One vector of float32 values in one file, written and read in blocks and hashed on the way. */
final class VectorFile {
  private static final int BLOCK_FLOATS = 64 * 1024;

  private VectorFile() {}

  /** Writes each vector into a file of its own. */
  static List<CheckpointPart> writeAll(
      Workspace files, Path directory, int worker, StateVectors vectors) throws IOException {
    List<CheckpointPart> parts = new ArrayList<>();
    for (StateVector vector : vectors.present()) {
      String name = CheckpointPart.name(worker, vector);
      float[] values = vectors.get(vector);
      String sha256 = write(files, new Path(directory, name), values);
      parts.add(
          new CheckpointPart(name, worker, vector, (long) values.length * Float.BYTES, sha256));
    }
    return parts;
  }

  /** Reads what {@link #writeAll} wrote. */
  static StateVectors readAll(Workspace files, Path directory, List<CheckpointPart> parts)
      throws IOException {
    StateVectors vectors = new StateVectors();
    for (CheckpointPart part : parts) {
      vectors = vectors.with(part.vector(), read(files, directory, part));
    }
    return vectors;
  }

  private static String write(Workspace files, Path file, float[] values) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (OutputStream out = files.create(file)) {
      for (int from = 0; from < values.length; from += BLOCK_FLOATS) {
        byte[] block =
            FloatBytes.encode(values, from, Math.min(BLOCK_FLOATS, values.length - from));
        digest.update(block);
        out.write(block);
      }
    }
    return Sha256.hex(digest.digest());
  }

  /**
   * Reads the file whole.
   *
   * @throws IOException when its length or one byte is not what the manifest says
   */
  static float[] read(Workspace files, Path directory, CheckpointPart part) throws IOException {
    Path file = new Path(directory, part.name());
    if (!files.exists(file)) {
      throw new IOException(part.name() + " is missing");
    }
    long length = files.fileSystem(file).getFileStatus(file).getLen();
    if (length != part.bytes()) {
      throw new IOException(
          "%s has %,d bytes instead of %,d".formatted(part.name(), length, part.bytes()));
    }
    float[] values = new float[Math.toIntExact(length / Float.BYTES)];
    MessageDigest digest = Sha256.digest();
    try (InputStream in = files.open(file)) {
      for (int from = 0; from < values.length; from += BLOCK_FLOATS) {
        int bytes = Math.min(BLOCK_FLOATS, values.length - from) * Float.BYTES;
        byte[] block = in.readNBytes(bytes);
        digest.update(block);
        FloatBytes.decode(block, values, from);
      }
    }
    String actual = Sha256.hex(digest.digest());
    if (!actual.equals(part.sha256())) {
      throw new IOException(
          "%s is damaged: sha256 %s instead of %s".formatted(part.name(), actual, part.sha256()));
    }
    return values;
  }
}
