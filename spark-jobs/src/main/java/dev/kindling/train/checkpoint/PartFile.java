package dev.kindling.train.checkpoint;

import dev.kindling.jobs.storage.Sha256;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.state.StateVector;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/** One file of a checkpoint, written and read in blocks and hashed on the way. */
final class PartFile {
  private static final int BLOCK_FLOATS = 64 * 1024;

  private PartFile() {}

  /**
   * Writes pieces of one vector, in their order. The file gets its name when it is whole: a task
   * that Spark started twice, or believed dead, may come to it at any moment, even after the other
   * copy's file has become part of a checkpoint.
   */
  static CheckpointPart write(
      Workspace files, Path folder, int worker, StateVector vector, List<VectorPiece> pieces)
      throws IOException {
    String name = CheckpointPart.name(worker, vector, pieces.get(0).first());
    MessageDigest digest = Sha256.digest();
    byte[] block = new byte[BLOCK_FLOATS * Float.BYTES];
    ArrayList<Range> ranges = new ArrayList<>();
    long bytes = 0;
    Path file = new Path(folder, name);
    Path own = files.renames(file) ? new Path(folder, "." + name + "-" + UUID.randomUUID()) : file;
    try (OutputStream out = files.create(own)) {
      for (VectorPiece piece : pieces) {
        FloatBuffer left = piece.values().duplicate();
        while (left.hasRemaining()) {
          int count = Math.min(BLOCK_FLOATS, left.remaining());
          floats(block).put(left.slice(left.position(), count));
          left.position(left.position() + count);
          digest.update(block, 0, count * Float.BYTES);
          out.write(block, 0, count * Float.BYTES);
          bytes += (long) count * Float.BYTES;
        }
        ranges.add(piece.range());
      }
    }
    if (!own.equals(file)) {
      files.replace(own, file);
    }
    return new CheckpointPart(name, worker, vector, ranges, bytes, Sha256.hex(digest.digest()));
  }

  /**
   * Reads the file whole.
   *
   * @param target the vector; null if the file is only to be verified
   * @throws IOException when its length or one byte is not what the manifest says
   */
  static void read(Workspace files, Path folder, CheckpointPart part, float[] target)
      throws IOException {
    requireLength(files, folder, part);
    MessageDigest digest = Sha256.digest();
    byte[] block = new byte[BLOCK_FLOATS * Float.BYTES];
    try (InputStream in = files.open(new Path(folder, part.name()))) {
      for (Range range : part.ranges()) {
        for (int at = range.first(); at < range.end(); at += BLOCK_FLOATS) {
          int count = Math.min(BLOCK_FLOATS, range.end() - at);
          digest.update(block, 0, in.readNBytes(block, 0, count * Float.BYTES));
          if (target != null) {
            floats(block).get(target, at, count);
          }
        }
      }
    }
    String actual = Sha256.hex(digest.digest());
    if (!actual.equals(part.sha256())) {
      throw new IOException(
          "%s is damaged: sha256 %s instead of %s".formatted(part.name(), actual, part.sha256()));
    }
  }

  private static void requireLength(Workspace files, Path folder, CheckpointPart part)
      throws IOException {
    Path file = new Path(folder, part.name());
    long length;
    try {
      length = files.fileSystem(file).getFileStatus(file).getLen();
    } catch (FileNotFoundException absent) {
      throw new IOException(part.name() + " is missing", absent);
    }
    if (length != part.bytes()) {
      throw new IOException(
          "%s has %,d bytes instead of %,d".formatted(part.name(), length, part.bytes()));
    }
  }

  private static FloatBuffer floats(byte[] block) {
    return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
