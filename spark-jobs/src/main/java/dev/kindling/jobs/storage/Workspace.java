package dev.kindling.jobs.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;

/**
 * The work folder on any file system that Hadoop knows, with the few operations that stages need.
 * Names are relative to the work folder unless they are absolute or URIs. Serialisable: sent to a
 * task, it uses the executor's own Hadoop configuration with the job's {@code spark.hadoop.*} keys.
 */
public final class Workspace implements Serializable {
  /** Schemes of Hadoop's modules for object stores; a name that is missing costs copies only. */
  private static final Set<String> OBJECT_STORES =
      Set.of(
          "s3", "s3a", "s3n", "gs", "oss", "obs", "cos", "cosn", "swift", "wasb", "wasbs", "abfs",
          "abfss");

  private final String root;
  private transient Configuration hadoop;

  /**
   * A work folder; nothing is created yet.
   *
   * @param root path or URI
   * @param hadoop file system settings
   */
  public Workspace(String root, Configuration hadoop) {
    this.root = root;
    this.hadoop = HadoopSettings.tolerant(hadoop);
  }

  /**
   * The work folder, fully qualified.
   *
   * @return such as {@code file:/data/work} or {@code hdfs://host:8020/work}
   * @throws IOException if its file system cannot be reached
   */
  public Path root() throws IOException {
    return qualified(new Path(root));
  }

  /**
   * A name below the work folder; absolute paths and URIs stay as they are.
   *
   * @param name such as {@code vocab/vocab.txt}
   * @return fully qualified
   * @throws IOException if its file system cannot be reached
   */
  public Path path(String name) throws IOException {
    Path path = new Path(name);
    return qualified(
        path.isAbsolute() || path.toUri().getScheme() != null ? path : new Path(root(), name));
  }

  /**
   * The file system that holds a path.
   *
   * @param path any
   * @return its file system
   * @throws IOException if it cannot be reached
   */
  public FileSystem fileSystem(Path path) throws IOException {
    FileSystem fileSystem = reached(path);
    if (fileSystem instanceof LocalFileSystem local) {
      local.setWriteChecksum(false); // no .crc beside each file: manifests hold better checksums
    }
    return fileSystem;
  }

  /** Hadoop's own words for a missing module name a class, not what to do. */
  private FileSystem reached(Path path) throws IOException {
    try {
      return path.getFileSystem(hadoop());
    } catch (UnsupportedFileSystemException e) {
      throw missingModule(path, e);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof ClassNotFoundException) {
        throw missingModule(path, e);
      }
      throw e;
    }
  }

  private static IOException missingModule(Path path, Exception e) {
    String scheme = path.toUri().getScheme();
    String remedy =
        scheme.equals("s3a")
            ? "add Hadoop's module hadoop-aws with spark-submit's --packages"
                + " org.apache.hadoop:hadoop-aws:"
                + VersionInfo.getVersion()
            : "add the module that knows it with spark-submit's --packages, or correct the path";
    return new IOException(
        "no module for " + scheme + ":// paths is on the class path; " + remedy, e);
  }

  /**
   * Whether a file or folder is there.
   *
   * @param path any
   * @return true if so
   * @throws IOException if it cannot be told
   */
  public boolean exists(Path path) throws IOException {
    return fileSystem(path).exists(path);
  }

  /**
   * A small file whole.
   *
   * @param file to read
   * @return its bytes
   * @throws IOException if it is missing or unreadable
   */
  public byte[] read(Path file) throws IOException {
    try (InputStream in = open(file)) {
      return in.readAllBytes();
    }
  }

  /**
   * Opens a file.
   *
   * @param file to read
   * @return its bytes, from any offset on; close it
   * @throws IOException if it is missing or unreadable
   */
  public FSDataInputStream open(Path file) throws IOException {
    return fileSystem(file).open(file);
  }

  /**
   * Creates a file, its folders too; replaces one that is there. Not atomic: meant for files in a
   * staging folder, or below an attempt's own name.
   *
   * @param file to write
   * @return where to write; closing it forces the bytes to the disk
   * @throws IOException if it cannot be created
   */
  public OutputStream create(Path file) throws IOException {
    if (isLocal(file)) {
      return LocalDisk.create(file);
    }
    FSDataOutputStream out = fileSystem(file).create(file, true);
    // Where a stream cannot be synced, as on object stores, closing it is all there is.
    return new SyncedOutputStream(
        file, out, out.hasCapability(StreamCapabilities.HSYNC) ? out::hsync : out::flush);
  }

  /**
   * Opens a file to add to its end; creates it where there is none.
   *
   * @param file on storage that can append, as object stores cannot
   * @return to be closed
   * @throws IOException if it cannot be opened
   */
  public AppendedFile append(Path file) throws IOException {
    if (isLocal(file)) {
      return LocalDisk.append(file);
    }
    FileSystem system = fileSystem(file);
    FSDataOutputStream out = system.exists(file) ? system.append(file) : system.create(file, false);
    return new AppendedFile(new SyncedOutputStream(file, out, out::hflush));
  }

  /**
   * Writes a small file so that a reader sees the old bytes or the new ones, never a mixture;
   * survives a crash.
   *
   * @param file to write
   * @param bytes its whole content
   * @throws IOException if it cannot be written; the old file is then still there
   */
  public void writeAtomically(Path file, byte[] bytes) throws IOException {
    boolean renames = renames(file);
    Path target = renames ? new Path(file.getParent(), "." + file.getName() + ".tmp") : file;
    try (OutputStream out = create(target)) {
      out.write(bytes);
    }
    if (renames) {
      replace(target, file);
    }
  }

  /**
   * Whether the storage of a path moves files and folders in one step. Object stores copy a folder
   * file by file instead, but show a file only when it is complete.
   *
   * @param path any, fully qualified
   */
  public boolean renames(Path path) {
    return !OBJECT_STORES.contains(path.toUri().getScheme());
  }

  /**
   * Moves a file or folder in one step; its target must not exist.
   *
   * @param from what to move
   * @param to its new name, on the same file system
   * @throws IOException if the target exists or the move fails
   */
  public void rename(Path from, Path to) throws IOException {
    move(from, to, false);
  }

  /**
   * Moves a file in one step to where another may be, in its place.
   *
   * @param from what to move
   * @param to its new name, on the same file system
   * @throws IOException if the move fails
   */
  public void replace(Path from, Path to) throws IOException {
    move(from, to, true);
  }

  /**
   * Deletes a file or a folder with all in it; nothing happens where there is none.
   *
   * @param path to delete
   * @throws IOException if it is still there afterwards
   */
  public void delete(Path path) throws IOException {
    FileSystem fileSystem = fileSystem(path);
    if (fileSystem.exists(path) && !fileSystem.delete(path, true) && fileSystem.exists(path)) {
      throw new IOException("cannot delete " + path);
    }
  }

  /**
   * The files below a folder at any depth, hidden ones ({@code .x}, {@code _x}) and what lies below
   * hidden folders left out.
   *
   * @param folder folder, or one file
   * @return sorted by path
   * @throws IOException if it is missing or unreadable
   */
  public List<FileStatus> files(Path folder) throws IOException {
    FileSystem fileSystem = fileSystem(folder);
    List<FileStatus> found = new ArrayList<>();
    collect(fileSystem, fileSystem.getFileStatus(folder), found);
    found.sort(Comparator.comparing(status -> status.getPath().toString()));
    return found;
  }

  private void collect(FileSystem fileSystem, FileStatus status, List<FileStatus> found)
      throws IOException {
    if (status.isFile()) {
      found.add(status);
      return;
    }
    for (FileStatus child : fileSystem.listStatus(status.getPath())) {
      char first = child.getPath().getName().charAt(0);
      if (first != '.' && first != '_') {
        collect(fileSystem, child, found);
      }
    }
  }

  private void move(Path from, Path to, boolean replace) throws IOException {
    if (isLocal(to)) {
      LocalDisk.move(LocalDisk.path(from), LocalDisk.path(to), replace);
      return;
    }
    fileSystem(to).mkdirs(to.getParent());
    // FileSystem.rename may just answer false; FileContext throws.
    FileContext.getFileContext(to.toUri(), hadoop())
        .rename(from, to, replace ? Options.Rename.OVERWRITE : Options.Rename.NONE);
  }

  boolean isLocal(Path path) {
    return "file".equals(path.toUri().getScheme());
  }

  private Path qualified(Path path) throws IOException {
    return fileSystem(path).makeQualified(path);
  }

  private Configuration hadoop() {
    if (hadoop == null) { // in a task
      hadoop = HadoopSettings.ofTask();
    }
    return hadoop;
  }
}
