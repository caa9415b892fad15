package dev.kindling.jobs.stage;

import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** What stages have left in the work folder. */
final class Outputs {
  /**
   * Stands in the directory of a stage that is continued after a crash, from its start to its end.
   */
  static final String STARTED = "started.json";

  private final Workspace workspace;
  private final ManifestStore manifests;

  Outputs(Workspace workspace) {
    this.workspace = workspace;
    this.manifests = new ManifestStore(workspace);
  }

  /** The manifest of a finished stage. */
  Optional<Manifest> finished(Stage stage) throws IOException {
    return manifests.read(main(stage), stage.manifestName(), stage.command());
  }

  /**
   * The manifest of a finished stage, or the one that an unfinished, resumable stage was started
   * with.
   */
  Optional<Manifest> present(Stage stage) throws IOException {
    Optional<Manifest> finished = finished(stage);
    return finished.isEmpty() && stage.mode() == Stage.Mode.RESUMED
        ? manifests.read(main(stage), STARTED, stage.command())
        : finished;
  }

  /** Whether the main directory holds visible files. */
  boolean isOccupied(Stage stage) throws IOException {
    Path folder = workspace.path(main(stage));
    return workspace.exists(folder) && !workspace.files(folder).isEmpty();
  }

  /** The first file of a finished stage that is not as its manifest says. */
  Optional<String> damage(Stage stage) throws IOException {
    for (String directory : stage.directories()) {
      Optional<Manifest> manifest =
          manifests.read(directory, stage.manifestName(), stage.command());
      Optional<String> damage =
          manifest.isEmpty()
              ? Optional.of("its manifest is missing")
              : manifests.damage(directory, manifest.get(), false);
      if (damage.isPresent()) {
        return Optional.of(directory + "/ is damaged: " + damage.get());
      }
    }
    return Optional.empty();
  }

  /** The user's next step where an output does not fit. */
  static String remedy(Stage stage) {
    return stage.mode() == Stage.Mode.RESUMED
        ? "Remove " + main(stage) + ", or choose another name below runs."
        : "Run `kindling " + stage.remedy() + "` to rebuild it, or point workdir elsewhere.";
  }

  /** The user's next step where files of an output are missing or have been changed. */
  static String repair(Stage stage) {
    return stage.mode() == Stage.Mode.RESUMED
        ? "Put back what was there; or rename %s/%s to %s and run `kindling %s`, which goes on from the newest checkpoint that can be used."
            .formatted(main(stage), stage.manifestName(), STARTED, stage.command())
        : remedy(stage);
  }

  static String main(Stage stage) {
    return stage.directories().get(0);
  }
}
