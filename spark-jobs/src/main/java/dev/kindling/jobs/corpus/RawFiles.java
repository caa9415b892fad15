package dev.kindling.jobs.corpus;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.InputConfig;
import dev.kindling.jobs.storage.Workspace;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the raw files of the inputs. */
final class RawFiles {
  /**
   * Bytes of a part of a file that can be read in parts: about a minute's work for one core, and
   * far more than the search for its first record costs.
   */
  static final long SPLIT_BYTES = 64L << 20;

  private RawFiles() {}

  /**
   * Lists every input's files at any depth, in the order of input names and paths. Hidden files
   * ({@code .x}, {@code _x}) are left out. Large files come in parts where their format allows it.
   *
   * @param inputs folders or single files, by name
   * @param workspace resolves relative paths
   * @return at least one file of each input
   * @throws KindlingException if an input is missing, unreadable or empty, or a symbolic link in it
   *     leads out of it
   */
  static List<RawFile> list(Map<String, InputConfig> inputs, Workspace workspace) {
    List<RawFile> files = new ArrayList<>();
    new TreeMap<>(inputs).forEach((name, input) -> files.addAll(list(name, input, workspace)));
    return files;
  }

  private static List<RawFile> list(String name, InputConfig input, Workspace workspace) {
    Path root = null;
    try {
      root = workspace.path(input.path());
      if (!workspace.exists(root)) {
        throw missing(name, root);
      }
      if (workspace.fileSystem(root) instanceof LocalFileSystem local) {
        refuseLinksOut(name, local.pathToFile(root).toPath());
      }
      List<RawFile> files = new ArrayList<>();
      for (FileStatus file : workspace.files(root)) {
        RawFile whole =
            new RawFile(
                name + "/" + relative(root, file.getPath()),
                file.getPath().toString(),
                input.format(),
                input.readOptions(),
                0,
                file.getLen());
        files.addAll(split(whole, SPLIT_BYTES));
      }
      if (files.isEmpty()) {
        throw bad(
            name,
            root
                + " holds no files (hidden ones are not read). Put the raw text there, or correct"
                + " the path.");
      }
      return files;
    } catch (FileNotFoundException e) {
      throw missing(name, root);
    } catch (IOException e) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          "corpus.inputs.%s: cannot list %s: %s. Check that the path is right and may be read."
              .formatted(name, root == null ? input.path() : root, e.getMessage()),
          e);
    }
  }

  /** Cuts a large file whose format allows it; the documents are the same wherever it is cut. */
  static List<RawFile> split(RawFile whole, long splitBytes) {
    if (whole.length() <= splitBytes || !whole.format().splittable(whole.source())) {
      return List.of(whole);
    }
    List<RawFile> parts = new ArrayList<>();
    for (long start = 0; start < whole.length(); start += splitBytes) {
      parts.add(whole.part(start, Math.min(splitBytes, whole.length() - start)));
    }
    return parts;
  }

  private static String relative(Path root, Path file) {
    String below = root.toUri().relativize(file.toUri()).getPath();
    return below.isEmpty() ? file.getName() : below;
  }

  /**
   * Following a link out of the root would read what nobody listed; a link to a folder inside it
   * would read files twice, or for ever.
   */
  private static void refuseLinksOut(String name, java.nio.file.Path root) throws IOException {
    java.nio.file.Path real = root.toRealPath();
    List<java.nio.file.Path> links;
    try (Stream<java.nio.file.Path> tree = Files.walk(real)) {
      links = tree.filter(Files::isSymbolicLink).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (java.nio.file.Path link : links) {
      if (!Files.exists(link)) {
        throw bad(name, "the symbolic link " + link + " leads nowhere. Remove it.");
      }
      if (!link.toRealPath().startsWith(real) || Files.isDirectory(link)) {
        throw bad(
            name,
            "the symbolic link %s leads to %s; only links to files inside %s are followed. Name"
                    .formatted(link, link.toRealPath(), root)
                + " the target as an input of its own, or remove the link.");
      }
    }
  }

  private static KindlingException missing(String name, Path root) {
    return bad(name, "there is no " + root + ". Put the raw text there, or correct the path.");
  }

  private static KindlingException bad(String name, String message) {
    return new KindlingException(ExitCode.BAD_DATA, "corpus.inputs." + name + ": " + message);
  }
}
