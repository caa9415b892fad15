package dev.kindling.jobs.stage;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.ConfigTree;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Manifest.InputIdentity;
import dev.kindling.jobs.storage.Sha256;
import dev.kindling.jobs.storage.Workspace;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Tells what the inputs of stages are at this moment, and whether those that stages have built
 * still fit.
 */
final class InputReader {
  private final PipelineConfig config;
  private final List<Stage> pipeline;
  private final Workspace workspace;
  private final Outputs outputs;

  InputReader(PipelineConfig config, List<Stage> pipeline, Workspace workspace) {
    this.config = config;
    this.pipeline = pipeline;
    this.workspace = workspace;
    this.outputs = new Outputs(workspace);
  }

  Identity identity(Stage stage, List<InputIdentity> inputs) {
    Object sections = ConfigTree.of(stage.sections(config), false);
    return new Identity(
        stage.name(), stage.version(), Json.node(sections), config.seed(), List.copyOf(inputs));
  }

  /** The stage that builds an input. */
  Stage builder(Input.Upstream upstream) {
    return pipeline.stream()
        .filter(stage -> stage.name().equals(upstream.stage()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no stage builds " + upstream.directory()));
  }

  /**
   * The manifest of an upstream directory, once it is sure that it was made with this config, that
   * its own inputs have not changed since, and that its files are whole.
   *
   * @return empty where there is none
   * @throws KindlingException (bad data) if it does not fit
   */
  Optional<Manifest> verified(Input.Upstream upstream) throws IOException {
    Stage builder = builder(upstream);
    Optional<Manifest> manifest = outputs.finished(builder);
    if (manifest.isPresent()) {
      Identity built = Identity.of(manifest.get());
      Optional<String> problem =
          identity(builder, refreshed(builder, built.inputs()))
              .difference(built)
              .map(difference -> upstream.directory() + "/ " + difference);
      String remedy = Outputs.remedy(builder);
      if (problem.isEmpty()) {
        problem = outputs.damage(builder);
        remedy = Outputs.repair(builder);
      }
      if (problem.isPresent()) {
        throw new KindlingException(ExitCode.BAD_DATA, problem.get() + ". " + remedy);
      }
    }
    return manifest;
  }

  InputIdentity identify(Input.Upstream upstream, Manifest manifest) {
    return new InputIdentity(label(upstream), manifest.fingerprint(), 0);
  }

  /**
   * Lists a raw folder: names below it, lengths, times of change.
   *
   * @return empty if it is missing or holds no files
   * @throws KindlingException (bad data) if it may not be read
   */
  Optional<InputIdentity> identify(Input.Raw raw) throws IOException {
    Path folder = workspace.path(raw.path());
    List<FileStatus> files;
    try {
      files = workspace.files(folder);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failure(raw, "cannot be listed (" + e.getMessage() + ")", e);
    }
    if (files.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder listing = new StringBuilder();
    for (FileStatus file : files) {
      boolean single = file.getPath().equals(folder);
      listing
          .append(single ? folder.getName() : ManifestStore.relative(folder, file.getPath()))
          .append('\0')
          .append(file.getLen())
          .append('\0')
          .append(file.getModificationTime())
          .append('\n');
    }
    String fingerprint = Sha256.of(listing.toString().getBytes(StandardCharsets.UTF_8));
    return Optional.of(new InputIdentity(key(raw), fingerprint, files.size()));
  }

  /**
   * What recorded upstream inputs are now. Raw folders and upstreams that are gone stay as
   * recorded: they are no longer needed.
   */
  private List<InputIdentity> refreshed(Stage stage, List<InputIdentity> recorded)
      throws IOException {
    List<InputIdentity> now = new ArrayList<>(recorded);
    for (Input input : stage.inputs(config)) {
      if (input instanceof Input.Upstream upstream) {
        Optional<Manifest> manifest = outputs.finished(builder(upstream));
        if (manifest.isPresent()) {
          now.replaceAll(
              then ->
                  then.path().equals(label(upstream)) ? identify(upstream, manifest.get()) : then);
        }
      }
    }
    return now;
  }

  /** The directory, with the manifest where two stages share it. */
  String label(Input.Upstream upstream) {
    String manifest = builder(upstream).manifestName();
    return upstream.directory() + "/" + (manifest.equals(Manifest.FILE_NAME) ? "" : manifest);
  }

  /**
   * Looks at one file.
   *
   * @throws KindlingException (bad data) if it is missing or may not be looked at
   */
  InputIdentity identify(Input.File file) throws IOException {
    Path path = workspace.path(file.path());
    try {
      FileStatus status = workspace.fileSystem(path).getFileStatus(path);
      String listing = status.getLen() + "\0" + status.getModificationTime();
      return new InputIdentity(file.path(), Sha256.of(listing.getBytes(StandardCharsets.UTF_8)), 1);
    } catch (FileNotFoundException e) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          "%s names %s, which does not exist. Correct the path, or leave the file out."
              .formatted(file.key(), path.toUri()),
          e);
    }
  }

  /** What a raw folder that is gone was when an output was made from it. */
  Optional<InputIdentity> recorded(Input.Raw raw, Manifest manifest) {
    return manifest.inputs().stream().filter(then -> then.path().equals(key(raw))).findFirst();
  }

  /** Says that there is no raw text where it should be. */
  KindlingException gone(Input.Raw raw) throws IOException {
    boolean exists = workspace.exists(workspace.path(raw.path()));
    return failure(raw, exists ? "holds no files" : "does not exist", null);
  }

  private KindlingException failure(Input.Raw raw, String problem, Exception cause)
      throws IOException {
    String message =
        "%s.path = %s: %s %s. Put the raw text there, or name its folder."
            .formatted(key(raw), raw.path(), workspace.path(raw.path()).toUri(), problem);
    return new KindlingException(ExitCode.BAD_DATA, message, cause);
  }

  private static String key(Input.Raw raw) {
    return "corpus.inputs." + raw.name();
  }
}
