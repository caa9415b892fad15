package dev.kindling.jobs.stage;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Manifest.InputIdentity;
import dev.kindling.jobs.stage.StageStatus.Action;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** Compares what a stage would build with what is in the work folder; changes nothing. */
final class StageInspector {
  /**
   * What was found.
   *
   * @param status what would happen
   * @param identity what the output would be; null where the inputs are not there
   * @param upstreams manifests of the inputs, by directory and by stage
   * @param gone the raw text that is no longer there; what was made from it is
   */
  record Finding(
      StageStatus status,
      Identity identity,
      Map<String, Manifest> upstreams,
      List<Input.Raw> gone) {}

  private final PipelineConfig config;
  private final Workspace workspace;
  private final Outputs outputs;
  private final InputReader inputs;

  StageInspector(PipelineConfig config, List<Stage> pipeline, Workspace workspace) {
    this.config = config;
    this.workspace = workspace;
    this.outputs = new Outputs(workspace);
    this.inputs = new InputReader(config, pipeline, workspace);
  }

  Finding inspect(Stage stage) throws IOException {
    List<InputIdentity> found = new ArrayList<>();
    Map<String, Manifest> upstreams = new TreeMap<>();
    List<Input.Raw> gone = new ArrayList<>();
    try {
      for (Input input : stage.inputs(config)) {
        if (input instanceof Input.Raw raw) {
          Optional<InputIdentity> now = inputs.identify(raw);
          if (now.isEmpty()) {
            gone.add(raw);
          }
          found.add(now.isPresent() ? now.get() : recorded(stage, raw));
        } else if (input instanceof Input.File file) {
          found.add(inputs.identify(file));
        } else if (input instanceof Input.Upstream upstream) {
          Optional<Manifest> manifest = inputs.verified(upstream);
          if (manifest.isEmpty()) {
            return new Finding(missing(stage, upstream), null, upstreams, gone);
          }
          found.add(inputs.identify(upstream, manifest.get()));
          upstreams.putIfAbsent(upstream.directory(), manifest.get());
          upstreams.put(upstream.stage(), manifest.get());
        }
      }
      Identity wanted = inputs.identity(stage, found);
      StageStatus status = compare(stage, wanted);
      if (!gone.isEmpty()) {
        status = withoutRawText(status, gone.get(0));
      }
      return new Finding(status, wanted, upstreams, gone);
    } catch (KindlingException e) {
      return new Finding(status(stage, Action.REFUSED, e.getMessage()), null, upstreams, gone);
    }
  }

  /** Why a stage whose output is there cannot be built anew. */
  KindlingException gone(Stage stage, Input.Raw raw) throws IOException {
    return new KindlingException(
        ExitCode.BAD_DATA,
        "%s %s still holds what was read from it: `kindling corpus --replay` works from there."
            .formatted(inputs.gone(raw).getMessage(), Outputs.main(stage) + "/"));
  }

  private InputIdentity recorded(Stage stage, Input.Raw raw) throws IOException {
    Optional<Manifest> finished = outputs.finished(stage);
    Optional<InputIdentity> then =
        finished.isEmpty() ? Optional.empty() : inputs.recorded(raw, finished.get());
    if (then.isEmpty()) {
      throw inputs.gone(raw);
    }
    return then.get();
  }

  /** What is finished needs its raw text no longer; anything else does. */
  private StageStatus withoutRawText(StageStatus status, Input.Raw gone) throws IOException {
    if (status.action() != Action.DONE) {
      throw inputs.gone(gone);
    }
    return new StageStatus(
        status.stage(), Action.DONE, "the raw text " + gone.path() + " is gone and not needed");
  }

  private StageStatus missing(Stage stage, Input.Upstream upstream) throws IOException {
    Optional<Manifest> present = outputs.present(stage);
    if (present.isPresent()) {
      StageStatus byConfig = compare(stage, inputs.identity(stage, present.get().inputs()));
      if (byConfig.action() == Action.OUTDATED) {
        return byConfig; // better said before hours of work on the stages before it than after
      }
    }
    Path folder = workspace.path(upstream.directory());
    String state = workspace.exists(new Path(folder, Outputs.STARTED)) ? "incomplete" : "missing";
    return status(
        stage,
        Action.WAIT,
        "%s is %s: run `kindling %s` first."
            .formatted(inputs.label(upstream), state, inputs.builder(upstream).command()));
  }

  private StageStatus compare(Stage stage, Identity wanted) throws IOException {
    String directory = Outputs.main(stage);
    boolean refreshed = stage.mode() == Stage.Mode.REFRESHED;
    Optional<Manifest> finished = outputs.finished(stage);
    Optional<Manifest> present = outputs.present(stage);
    if (present.isEmpty()) {
      boolean foreign = !refreshed && outputs.isOccupied(stage);
      String reason =
          "/ holds files but no manifest, so kindling did not build it. Remove it, or point workdir elsewhere.";
      return status(
          stage, foreign ? Action.REFUSED : Action.RUN, foreign ? directory + reason : "");
    }
    Optional<String> problem =
        wanted
            .difference(Identity.of(present.get()))
            .map(difference -> directory + "/ " + difference);
    String remedy = Outputs.remedy(stage);
    if (problem.isEmpty() && finished.isPresent()) {
      problem = outputs.damage(stage);
      remedy = Outputs.repair(stage);
    }
    if (problem.isPresent()) {
      return refreshed
          ? status(stage, Action.RUN, problem.get())
          : status(stage, Action.OUTDATED, problem.get() + ". " + remedy);
    }
    return finished.isPresent()
        ? status(stage, Action.DONE, "")
        : status(stage, Action.RUN, "continues what was begun");
  }

  private static StageStatus status(Stage stage, Action action, String reason) {
    return new StageStatus(stage.name(), action, reason);
  }
}
