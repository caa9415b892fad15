package dev.kindling.train.checkpoint;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import org.apache.hadoop.fs.Path;

/**
 * Where the vectors of a checkpoint stand; any process can read them.
 *
 * @param folder of the checkpoint, a URI
 * @param parts all of its files
 */
public record StoredVectors(String folder, ArrayList<CheckpointPart> parts)
    implements Serializable {

  /**
   * The vectors of one worker.
   *
   * @param worker its number; {@link CheckpointPart#SHARED} for those that belong to all
   * @throws IOException when a file is missing or not what the manifest says
   */
  public StateVectors read(int worker, Workspace files) throws IOException {
    return Parts.read(
        files, new Path(folder), parts.stream().filter(p -> p.worker() == worker).toList(), 1);
  }
}
