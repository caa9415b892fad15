package dev.kindling.jobs.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.Progressable;

/**
 * Local files with the habits of an object store, and the crashes of {@link CrashingFileSystem}: a
 * file is there from the moment it is closed, whole, and nothing can be renamed.
 */
public final class CrashingObjectStore extends CrashingFileSystem {
  /** Made by Hadoop. */
  public CrashingObjectStore() {}

  @Override
  public URI getUri() {
    return URI.create("s3a:///");
  }

  @Override
  public String getScheme() {
    return "s3a";
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
    return new FSDataOutputStream(new Upload(java.nio.file.Path.of(file.toUri().getPath())), null);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    throw new IOException("an object store does not rename");
  }

  private static final class Upload extends OutputStream {
    private final java.nio.file.Path target;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Upload(java.nio.file.Path target) {
      this.target = target;
    }

    @Override
    public void write(int value) {
      bytes.write(value);
    }

    @Override
    public void write(byte[] more, int offset, int length) {
      bytes.write(more, offset, length);
    }

    @Override
    public void close() throws IOException {
      change();
      requireAll(fitting(bytes.size()), bytes.size());
      Files.createDirectories(target.getParent());
      Files.write(target, bytes.toByteArray());
    }
  }
}
