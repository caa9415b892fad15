package dev.kindling.jobs.storage;

import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files under the scheme {@code crash}, whose process dies after a number of changes: from
 * then on every change fails, and a write that the crash interrupts leaves its first half. Reads go
 * on, for the test to look at what is left. Its disk may also be full at any byte; then a process
 * lives on, and what it deletes makes room.
 */
public class CrashingFileSystem extends RawLocalFileSystem {
  private static int changesLeft = Integer.MAX_VALUE;
  private static boolean crashed;
  private static java.nio.file.Path disk;
  private static long diskBytes;

  /** Made by Hadoop. */
  public CrashingFileSystem() {}

  /** Lets so many changes happen, and none after them. */
  public static void crashAfter(int changes) {
    changesLeft = changes;
    crashed = false;
  }

  /** Lets every change happen again, and gives the disk room for everything. */
  public static void recover() {
    crashAfter(Integer.MAX_VALUE);
    disk = null;
  }

  /** Lets the files in a folder have so many bytes more than they have now, all together. */
  public static void leaveRoom(java.nio.file.Path folder, long bytes) throws IOException {
    disk = folder;
    diskBytes = size(folder) + bytes;
  }

  /** While no file goes: one that is gone before it was looked at would end the walk. */
  private static synchronized long size(java.nio.file.Path folder) throws IOException {
    try (Stream<java.nio.file.Path> files = Files.walk(folder)) {
      return files
          .map(java.nio.file.Path::toFile)
          .filter(File::isFile)
          .mapToLong(File::length)
          .sum();
    }
  }

  /** Of some bytes that are to be written, how many the disk takes. */
  static int fitting(int bytes) throws IOException {
    return disk == null ? bytes : (int) Math.max(0, Math.min(bytes, diskBytes - size(disk)));
  }

  static void requireAll(int fitting, int bytes) throws IOException {
    if (fitting < bytes) {
      throw new IOException("No space left on device"); // what the operating system says
    }
  }

  /** Whether a change has failed since the last {@link #crashAfter}. */
  public static boolean hasCrashed() {
    return crashed;
  }

  /**
   * Settings under which paths of the scheme {@code crash} are files of this class, and paths of
   * {@code s3a} files of {@link CrashingObjectStore}.
   */
  public static Configuration configuration() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.crash.impl", CrashingFileSystem.class.getName());
    hadoop.set("fs.AbstractFileSystem.crash.impl", Delegate.class.getName());
    hadoop.set("fs.s3a.impl", CrashingObjectStore.class.getName());
    return hadoop;
  }

  static void change() throws IOException {
    if (changesLeft == 0) {
      crashed = true;
      throw new IOException("crashed");
    }
    changesLeft--;
  }

  @Override
  public URI getUri() {
    return URI.create("crash:///");
  }

  @Override
  public String getScheme() {
    return "crash";
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(file, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    change();
    FSDataOutputStream out =
        super.create(file, overwrite, bufferSize, replication, blockSize, progress);
    return new FSDataOutputStream(new CrashingStream(out), null);
  }

  @Override
  public FSDataOutputStream append(Path file, int bufferSize, Progressable progress)
      throws IOException {
    change();
    FSDataOutputStream out = super.append(file, bufferSize, progress);
    return new FSDataOutputStream(new CrashingStream(out), null);
  }

  @Override
  public boolean mkdirs(Path folder) throws IOException {
    change();
    return super.mkdirs(folder);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    change();
    synchronized (CrashingFileSystem.class) {
      return super.delete(path, recursive);
    }
  }

  private static final class CrashingStream extends FilterOutputStream {
    CrashingStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (changesLeft == 0) {
        out.write(bytes, offset, length / 2);
        out.flush();
      }
      change();
      int fitting = fitting(length);
      out.write(bytes, offset, fitting);
      out.flush(); // what it has written counts from now on
      requireAll(fitting, length);
    }
  }

  /** The same for FileContext, which renames. */
  public static final class Delegate extends DelegateToFileSystem {
    /**
     * Made by Hadoop.
     *
     * @param uri of the file system
     * @param conf its settings
     * @throws IOException never
     * @throws URISyntaxException never
     */
    public Delegate(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(uri, new CrashingFileSystem(), conf, "crash", false);
    }

    @Override
    public void renameInternal(Path from, Path to) throws IOException {
      move(from, to);
    }

    @Override
    public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
      if (!overwrite && fsImpl.exists(to)) {
        throw new FileAlreadyExistsException(to.toString());
      }
      move(from, to);
    }
  }

  private static synchronized void move(Path from, Path to) throws IOException {
    change();
    Files.move(
        java.nio.file.Path.of(from.toUri().getPath()),
        java.nio.file.Path.of(to.toUri().getPath()),
        StandardCopyOption.ATOMIC_MOVE);
  }
}
