package dev.kindling.jobs.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.stage.Manifest.FileEntry;
import dev.kindling.jobs.storage.Workspace;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Reads, writes and verifies manifests. */
public final class ManifestStore {
  private final Workspace workspace;

  /**
   * Manifests of one work folder.
   *
   * @param workspace the work folder
   */
  public ManifestStore(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * Reads a manifest; its files are not looked at.
   *
   * @param directory below the work folder
   * @param name of the manifest's file
   * @param stage the command that builds the directory, for the message
   * @return empty where there is none
   * @throws KindlingException (bad data) if it is damaged
   * @throws IOException if it cannot be read
   */
  public Optional<Manifest> read(String directory, String name, String stage) throws IOException {
    Path file = new Path(workspace.path(directory), name);
    if (!workspace.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(workspace.read(file), Manifest.class));
    } catch (JsonProcessingException e) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          "%s/%s is damaged (%s). Remove %s and run `kindling %s` again."
              .formatted(directory, name, e.getOriginalMessage(), directory, stage),
          e);
    }
  }

  /**
   * Reads the manifest of a stage that is continued after a crash: that of the finished stage, else
   * the one that it was started with.
   *
   * @param directory below the work folder
   * @param stage the command that builds the directory, for the message
   * @return empty where it has not begun
   * @throws KindlingException (bad data) if it is damaged
   * @throws IOException if it cannot be read
   */
  public Optional<Manifest> readBegun(String directory, String stage) throws IOException {
    Optional<Manifest> finished = read(directory, Manifest.FILE_NAME, stage);
    return finished.isPresent() ? finished : read(directory, Outputs.STARTED, stage);
  }

  void write(Path folder, String name, Manifest manifest) throws IOException {
    workspace.writeAtomically(new Path(folder, name), Json.write(manifest));
  }

  /**
   * Compares the files of a directory with its manifest.
   *
   * @param directory below the work folder
   * @param manifest its manifest
   * @param content whether hashes are compared too, which reads every byte
   * @return the first difference, such as {@code vocab.txt has 10 bytes, its manifest says 20}
   * @throws IOException if a file cannot be read
   */
  public Optional<String> damage(String directory, Manifest manifest, boolean content)
      throws IOException {
    Path folder = workspace.path(directory);
    Map<String, Long> lengths = new HashMap<>();
    try {
      for (FileStatus status : workspace.files(folder)) {
        lengths.put(relative(folder, status.getPath()), status.getLen());
      }
    } catch (FileNotFoundException e) {
      return Optional.of("the folder is missing");
    }
    for (FileEntry file : manifest.files()) {
      Long bytes = lengths.get(file.path());
      if (bytes == null) {
        return Optional.of(file.path() + " is missing");
      }
      if (bytes != file.bytes()) {
        return Optional.of(
            "%s has %d bytes, its manifest says %d".formatted(file.path(), bytes, file.bytes()));
      }
    }
    return content ? changed(folder, manifest.files()) : Optional.empty();
  }

  private Optional<String> changed(Path folder, List<FileEntry> files) throws IOException {
    for (FileEntry file : files) {
      if (!FileHashes.sha256(workspace, new Path(folder, file.path())).equals(file.sha256())) {
        return Optional.of(file.path() + " has another SHA-256 than its manifest says");
      }
    }
    return Optional.empty();
  }

  static String relative(Path folder, Path file) {
    return file.toUri().getPath().substring(folder.toUri().getPath().length() + 1);
  }
}
