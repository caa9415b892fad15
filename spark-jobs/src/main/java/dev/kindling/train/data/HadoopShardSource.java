package dev.kindling.train.data;

import dev.kindling.examples.ExampleShardReader;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A shard on any Hadoop file system, read by position through one window of 64 KiB: records are
 * small and are read in order, so most reads are copies from the window.
 */
public final class HadoopShardSource implements ExampleShardReader.Source {
  private static final int WINDOW_BYTES = 64 * 1024;

  private final FSDataInputStream in;
  private final long length;
  private final byte[] window = new byte[WINDOW_BYTES];
  private long windowStart;
  private int windowBytes;

  private HadoopShardSource(FSDataInputStream in, long length) {
    this.in = in;
    this.length = length;
  }

  /**
   * Opens a shard.
   *
   * @throws IOException when the file is absent or not readable
   */
  public static ExampleShardReader open(String path, Workspace workspace) throws IOException {
    Path file = new Path(path);
    FileSystem files = workspace.fileSystem(file);
    long length = files.getFileStatus(file).getLen();
    return ExampleShardReader.open(path, new HadoopShardSource(files.open(file), length));
  }

  @Override
  public int read(long position, byte[] into, int offset, int count) throws IOException {
    if (position >= length) {
      return -1;
    }
    if (position < windowStart || position >= windowStart + windowBytes) {
      fill(position);
    }
    int skip = (int) (position - windowStart);
    int copied = Math.min(count, windowBytes - skip);
    System.arraycopy(window, skip, into, offset, copied);
    return copied;
  }

  private void fill(long position) throws IOException {
    windowBytes = 0; // so that a failed read leaves no stale window behind
    int wanted = (int) Math.min(WINDOW_BYTES, length - position);
    in.readFully(position, window, 0, wanted);
    windowStart = position;
    windowBytes = wanted;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
