package dev.kindling.train.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.stage.Json;
import dev.kindling.jobs.storage.Workspace;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/**
 * The right to write the checkpoints of a run: whoever took it last has it. It fences a driver that
 * was believed dead and goes on, on storage where no lock does.
 */
final class WriterClaim {
  static final String FILE = ".writer.json";

  private final Workspace files;
  private final Path file;
  private final ObjectNode own;

  private WriterClaim(Workspace files, Path file, ObjectNode own) {
    this.files = files;
    this.file = file;
    this.own = own;
  }

  /** Takes the right from whoever has it. */
  static WriterClaim take(Workspace files, Path directory) throws IOException {
    Path file = new Path(directory, FILE);
    ObjectNode own = Json.object();
    own.put("generation", read(files, file).path("generation").asLong() + 1);
    own.put("writer", UUID.randomUUID().toString());
    files.writeAtomically(file, Json.write(own));
    return new WriterClaim(files, file, own);
  }

  /** One more than that of the writer before. */
  long generation() {
    return own.path("generation").asLong();
  }

  /** Whether nobody has taken the right since. */
  boolean holds() throws IOException {
    return own.path("writer").equals(read(files, file).path("writer"));
  }

  /**
   * Makes sure that the right is still there.
   *
   * @throws KindlingException (cluster) if another process has taken it
   */
  void require() throws IOException {
    if (!holds()) {
      throw new KindlingException(
          ExitCode.CLUSTER,
          "Another process has taken over the checkpoints in %s (generation %d; this one is %d). This one stops; nothing is lost."
              .formatted(
                  file.getParent(), read(files, file).path("generation").asLong(), generation()));
    }
  }

  private static JsonNode read(Workspace files, Path file) throws IOException {
    try {
      return Json.parse(files.read(file));
    } catch (FileNotFoundException | JsonProcessingException none) {
      return Json.object();
    }
  }
}
