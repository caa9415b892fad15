package dev.kindling.jobs.stage;

import dev.kindling.jobs.stage.Manifest.FileEntry;
import dev.kindling.jobs.storage.Sha256;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** SHA-256 of files, on the cluster's executors where there are any. */
final class FileHashes {
  private FileHashes() {}

  static String sha256(Workspace workspace, Path file) throws IOException {
    try (InputStream in = workspace.open(file)) {
      return Sha256.of(in);
    }
  }

  /**
   * Lists files with their lengths and hashes.
   *
   * @param workspace holds them
   * @param folder that names are relative to
   * @param names below the folder
   * @param spark the running context, if there is one
   * @return sorted by name
   */
  static List<FileEntry> entries(
      Workspace workspace, Path folder, List<String> names, Optional<JavaSparkContext> spark) {
    String base = folder.toString();
    List<FileEntry> entries;
    if (spark.isPresent() && !spark.get().isLocal() && names.size() > 1) {
      entries =
          spark
              .get()
              .parallelize(names, names.size())
              .map(name -> entry(workspace, base, name))
              .collect();
    } else {
      entries = names.parallelStream().map(name -> entry(workspace, base, name)).toList();
    }
    return entries.stream().sorted(Comparator.comparing(FileEntry::path)).toList();
  }

  private static FileEntry entry(Workspace workspace, String folder, String name) {
    Path file = new Path(folder, name);
    try {
      long bytes = workspace.fileSystem(file).getFileStatus(file).getLen();
      return new FileEntry(name, bytes, sha256(workspace, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
