package dev.kindling.jobs.config;

import dev.kindling.corpus.read.InputFormat;

/**
 * One folder of raw text.
 *
 * @param path relative to the workdir, or absolute, or any URI that Hadoop knows
 * @param format how the files are read; {@code auto} looks at each file
 */
public record InputConfig(String path, @Default("auto") InputFormat format) {
  /** Checks the path. */
  public InputConfig {
    new Check().that(!path.isBlank(), "path", path, "must name a folder or a file").done();
  }
}
