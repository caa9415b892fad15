package dev.kindling.jobs.stage;

/** What a stage reads. */
public sealed interface Input {
  /**
   * The output directory of an earlier stage, identified by its manifest's fingerprint.
   *
   * @param stage the earlier stage's command, such as {@code examples bert}
   * @param directory its main directory, such as {@code examples/bert}
   */
  record Upstream(String stage, String directory) implements Input {}

  /**
   * A raw folder, identified by its files' names, lengths and times of change.
   *
   * @param name the input's name in the config
   * @param path relative to the work folder, or absolute, or a URI
   */
  record Raw(String name, String path) implements Input {}

  /**
   * One file that a part of the config names, identified by its length and time of change.
   *
   * @param key the part of the config
   * @param path relative to the work folder, or absolute, or a URI
   */
  record File(String key, String path) implements Input {}
}
