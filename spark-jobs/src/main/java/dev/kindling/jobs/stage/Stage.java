package dev.kindling.jobs.stage;

import dev.kindling.jobs.config.PipelineConfig;
import java.util.List;
import java.util.Map;

/**
 * One step of the pipeline. It reads the directories of earlier stages and fills its own; the
 * {@link StageRunner} decides whether it has to run, stages its output, and writes the manifest.
 */
public interface Stage {
  /** How the output directory comes to be. */
  enum Mode {
    /**
     * Built apart, moved into place when complete; a directory from another config is refused by
     * {@code run}.
     */
    STAGED,
    /**
     * Written in place and continued after a crash; a directory from another config is always
     * refused.
     */
    RESUMED,
    /**
     * Written in place within seconds, file by file atomically; redone whenever it is out of date.
     */
    REFRESHED
  }

  /**
   * The stage's name: its command, unless {@link #command()} is another.
   *
   * @return such as {@code corpus} or {@code examples bert}
   */
  String name();

  /**
   * The command that runs it.
   *
   * @return its name, unless one command runs several stages
   */
  default String command() {
    return name();
  }

  /**
   * The command that makes its output anew from inputs that are as they were.
   *
   * @return its command, unless that does more than is needed
   */
  default String remedy() {
    return command();
  }

  /**
   * Whether its command leaves a finished output that is up to date as it is, and does only what
   * comes after it.
   *
   * @return false, unless overridden: the command builds anew
   */
  default boolean isKept() {
    return false;
  }

  /**
   * Its output directories below the work folder; each gets a manifest.
   *
   * @return at least one; the first is the main one, which later stages name as their input
   */
  List<String> directories();

  /**
   * How the output comes to be.
   *
   * @return staged, unless overridden
   */
  default Mode mode() {
    return Mode.STAGED;
  }

  /**
   * The manifest's file name within a directory.
   *
   * @return {@code manifest.json}, unless two stages share a directory
   */
  default String manifestName() {
    return Manifest.FILE_NAME;
  }

  /**
   * Raised when a change of the code changes the output for the same config.
   *
   * @return at least 1
   */
  default int version() {
    return 1;
  }

  /**
   * The part of the config that determines the output: records of {@code dev.kindling.jobs.config},
   * or maps from a section's dotted name to such records. Keys marked {@link
   * dev.kindling.jobs.config.Operational} are left out by the runner.
   *
   * @param config whole pipeline
   * @return such as {@code Map.of("vocab", config.vocab())}
   */
  Map<String, Object> sections(PipelineConfig config);

  /**
   * What it reads.
   *
   * @param config whole pipeline
   * @return directories of earlier stages, and raw folders
   */
  List<Input> inputs(PipelineConfig config);

  /**
   * Does the work: reads the inputs, writes below {@link StageContext#output(String)}.
   *
   * @param context config, Spark, work folder, counters
   * @throws Exception anything; a {@link dev.kindling.jobs.KindlingException} is shown as its
   *     message alone
   */
  void run(StageContext context) throws Exception;
}
