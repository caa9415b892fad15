package dev.kindling.jobs.stage;

import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** What a running stage has at hand. */
public interface StageContext {
  /**
   * The whole pipeline.
   *
   * @return resolved and checked
   */
  PipelineConfig config();

  /**
   * The work folder, for reading inputs.
   *
   * @return serialisable
   */
  Workspace workspace();

  /**
   * Where to write: the staging place of one of the stage's directories, or the directory itself
   * where the stage writes in place.
   *
   * @param directory one of {@link Stage#directories()}
   * @return fully qualified; its folder exists only for stages that write in place
   * @throws IOException if the file system cannot be reached
   */
  Path output(String directory) throws IOException;

  /**
   * Spark, started at the first call.
   *
   * @return the session
   */
  SparkSession session();

  /**
   * Spark, started at the first call.
   *
   * @return the context of {@link #session()}
   */
  JavaSparkContext spark();

  /**
   * Lines for the person who watches.
   *
   * @return the console
   */
  Console console();

  /**
   * Times of the stage's steps, written to {@code timing.json}.
   *
   * @return to fill
   */
  StepTimes steps();

  /**
   * The manifest of an input, already verified.
   *
   * @param directory of an {@link Input.Upstream}
   * @return its manifest
   */
  Manifest upstream(String directory);

  /**
   * The fingerprint that this stage's manifest will carry: what a checkpoint belongs to.
   *
   * @return 64 hex digits
   */
  String fingerprint();

  /**
   * Sets a count for the manifest and the closing line.
   *
   * @param name such as {@code documents}
   * @param value how many
   */
  void count(String name, long value);

  /**
   * Sets how many records were dropped for a reason.
   *
   * @param reason such as {@code duplicate}
   * @param records how many
   */
  void dropped(String reason, long records);

  /**
   * Names a file for the manifest; only stages that write in place need it, the files of staged
   * directories are found.
   *
   * @param path below the main directory
   */
  void produced(String path);
}
