package dev.kindling.model.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files of a model folder go: a local directory, HDFS, an archive. */
@FunctionalInterface
public interface ModelFiles {

  /**
   * Creates one file, replacing what may be there.
   *
   * @param name of the file, without a directory
   * @return a stream that the caller closes
   * @throws IOException if the file cannot be created
   */
  OutputStream create(String name) throws IOException;

  /**
   * Files in an existing local directory.
   *
   * @param folder the directory
   * @return the sink
   */
  static ModelFiles in(Path folder) {
    return name -> Files.newOutputStream(folder.resolve(name));
  }
}
