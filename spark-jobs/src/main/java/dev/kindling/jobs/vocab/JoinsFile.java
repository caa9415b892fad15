package dev.kindling.jobs.vocab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kindling.jobs.storage.Sha256;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.tokenizer.learn.Join;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The joins that a learner has done so far, kept for the case that it is interrupted. The file's
 * name is the fingerprint of the vocabulary that is learned, so it can only be taken up by the same
 * work; it holds its own SHA-256, 64 hex digits, and then two 32-bit numbers a join, the higher
 * bytes first.
 */
final class JoinsFile {
  private static final String FOLDER = ".learning";
  private static final int HASH_BYTES = 64;
  private static final int JOIN_BYTES = 2 * Integer.BYTES;

  private final Workspace workspace;
  private final Path file;

  JoinsFile(Workspace workspace, String fingerprint) throws IOException {
    this.workspace = workspace;
    this.file = workspace.path(FOLDER + "/" + fingerprint);
  }

  /** The joins that were kept; none where there is no file, or a damaged one. */
  List<Join> read() throws IOException {
    List<Join> joins = new ArrayList<>();
    byte[] bytes = workspace.exists(file) ? workspace.read(file) : new byte[0];
    if (bytes.length < HASH_BYTES) {
      return joins;
    }
    byte[] content = Arrays.copyOfRange(bytes, HASH_BYTES, bytes.length);
    if (Sha256.of(content).equals(new String(bytes, 0, HASH_BYTES, US_ASCII))) {
      ByteBuffer numbers = ByteBuffer.wrap(content);
      while (numbers.hasRemaining()) {
        joins.add(new Join(numbers.getInt(), numbers.getInt()));
      }
    }
    return joins;
  }

  void write(List<Join> joins) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(joins.size() * JOIN_BYTES);
    joins.forEach(join -> content.putInt(join.left()).putInt(join.right()));
    byte[] hash = Sha256.of(content.array()).getBytes(US_ASCII);
    byte[] bytes = Arrays.copyOf(hash, HASH_BYTES + content.capacity());
    System.arraycopy(content.array(), 0, bytes, HASH_BYTES, content.capacity());
    workspace.writeAtomically(file, bytes);
  }

  /** Removes it, and what other work has left. */
  void delete() throws IOException {
    workspace.delete(file.getParent());
  }
}
