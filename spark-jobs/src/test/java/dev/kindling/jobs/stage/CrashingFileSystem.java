package dev.kindling.jobs.stage;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A file system of the scheme {@code crash} whose process dies after a number of changes: from then
 * on every change fails. Reads go on, for the test to look at what is left.
 */
public final class CrashingFileSystem extends RawLocalFileSystem {
  private static int changesLeft = Integer.MAX_VALUE;

  /** Made by Hadoop. */
  public CrashingFileSystem() {}

  static void crashAfter(int changes) {
    changesLeft = changes;
  }

  static void live() {
    changesLeft = Integer.MAX_VALUE;
  }

  static boolean hasCrashed() {
    return changesLeft < 0;
  }

  static Configuration configuration() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.crash.impl", CrashingFileSystem.class.getName());
    hadoop.set("fs.AbstractFileSystem.crash.impl", Delegate.class.getName());
    return hadoop;
  }

  private static void change() throws IOException {
    if (changesLeft != Integer.MAX_VALUE && --changesLeft < 0) {
      throw new IOException("crashed");
    }
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
    change();
    return super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
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
    return super.create(file, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public boolean mkdirs(Path folder) throws IOException {
    change();
    return super.mkdirs(folder);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    change();
    return super.delete(path, recursive);
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
      rename(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
      if (!overwrite && fsImpl.exists(to)) {
        throw new FileAlreadyExistsException(to.toString());
      }
      rename(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void rename(Path from, Path to, StandardCopyOption option) throws IOException {
      change();
      Files.move(
          java.nio.file.Path.of(from.toUri().getPath()),
          java.nio.file.Path.of(to.toUri().getPath()),
          option);
    }
  }
}
