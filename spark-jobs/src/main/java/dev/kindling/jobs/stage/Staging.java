package dev.kindling.jobs.stage;

import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The place where a stage's directories are built, and the way they come into view.
 *
 * <p>Directories are built below {@code .staging/STAGE/new}. When all are whole, the marker {@code
 * commit} is written: from then on the commit is rolled forward, by this process or by the next.
 * Each old directory moves to {@code .staging/STAGE/old} and the new one to its place, the main
 * directory last. Without the marker the next start discards what is there. So a crash between any
 * two calls leaves the old output or the new, once {@link #recover} has run.
 */
final class Staging {
  private static final String ROOT = ".staging";
  private static final String MARKER = "commit";

  private final Workspace workspace;
  private final String base;

  Staging(Workspace workspace, String stage) {
    this(workspace, new Path(ROOT, stage.replace(' ', '-')));
  }

  private Staging(Workspace workspace, Path base) {
    this.workspace = workspace;
    this.base = base.toString();
  }

  /** Where a directory is built. */
  Path building(String directory) throws IOException {
    return workspace.path(base + "/new/" + directory);
  }

  void discard() throws IOException {
    workspace.delete(workspace.path(base));
  }

  /**
   * Brings finished directories into view.
   *
   * @param directories main one first
   */
  void commit(List<String> directories) throws IOException {
    byte[] marker = String.join("\n", directories).getBytes(StandardCharsets.UTF_8);
    workspace.writeAtomically(marker(), marker);
    rollForward(directories);
  }

  /** Ends the commit that a crash has interrupted, discards everything else that is staged. */
  static void recover(Workspace workspace) throws IOException {
    Path root = workspace.path(ROOT);
    if (!workspace.exists(root)) {
      return;
    }
    for (FileStatus child : workspace.fileSystem(root).listStatus(root)) {
      Staging staging = new Staging(workspace, new Path(ROOT, child.getPath().getName()));
      if (workspace.exists(staging.marker())) {
        String directories = new String(workspace.read(staging.marker()), StandardCharsets.UTF_8);
        staging.rollForward(directories.lines().toList());
      } else {
        staging.discard();
      }
    }
  }

  private void rollForward(List<String> directories) throws IOException {
    for (int i = directories.size() - 1; i >= 0; i--) {
      String directory = directories.get(i);
      Path built = building(directory);
      if (workspace.exists(built)) {
        Path visible = workspace.path(directory);
        if (workspace.exists(visible)) {
          Path old = workspace.path(base + "/old/" + directory);
          workspace.delete(old);
          workspace.rename(visible, old);
        }
        workspace.rename(built, visible);
      }
    }
    discard();
  }

  private Path marker() throws IOException {
    return workspace.path(base + "/" + MARKER);
  }
}
