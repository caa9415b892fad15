package dev.kindling.jobs.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
 * Local files under the scheme {@code crash}, whose process dies after a number of changes: from
 * then on every change fails, and a write that the crash interrupts leaves its first half. Reads go
 * on, for the test to look at what is left.
 */
public class CrashingFileSystem extends RawLocalFileSystem {
  private static int changesLeft = Integer.MAX_VALUE;
  private static boolean crashed;

  /** Made by Hadoop. */
  public CrashingFileSystem() {}

  /** Lets so many changes happen, and none after them. */
  public static void crashAfter(int changes) {
    changesLeft = changes;
    crashed = false;
  }

  /** Lets every change happen again. */
  public static void recover() {
    crashAfter(Integer.MAX_VALUE);
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
  public boolean mkdirs(Path folder) throws IOException {
    change();
    return super.mkdirs(folder);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    change();
    return super.delete(path, recursive);
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
      out.write(bytes, offset, length);
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
