package dev.kindling.train.checkpoint;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files under the scheme {@code crash}: after a given number of changes every further one
 * fails, as it would when the process had died just then. Reading always works.
 */
public final class CrashingFileSystem extends RawLocalFileSystem {
  private static final URI NAME = URI.create("crash:///");
  private static int changesLeft = Integer.MAX_VALUE;

  static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    configuration.setClass("fs.crash.impl", CrashingFileSystem.class, RawLocalFileSystem.class);
    configuration.setClass(
        "fs.AbstractFileSystem.crash.impl", Context.class, DelegateToFileSystem.class);
    return configuration;
  }

  static void crashAfter(int changes) {
    changesLeft = changes;
  }

  static void recover() {
    changesLeft = Integer.MAX_VALUE;
  }

  private static void change() throws IOException {
    if (changesLeft == 0) {
      throw new IOException("crashed");
    }
    changesLeft--;
  }

  @Override
  public URI getUri() {
    return NAME;
  }

  @Override
  public String getScheme() {
    return NAME.getScheme();
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
  public boolean rename(Path from, Path to) throws IOException {
    change();
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    change();
    return super.delete(path, recursive);
  }

  /** Writes the first half of what the crash interrupts. */
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

  /** The same for Hadoop's newer interface, which renames go through. */
  public static final class Context extends DelegateToFileSystem {
    /** Made by Hadoop. */
    public Context(URI uri, Configuration configuration) throws IOException, URISyntaxException {
      super(uri, new CrashingFileSystem(), configuration, NAME.getScheme(), false);
    }
  }
}
