package dev.kindling.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends with its deadline. */
final class GuardedInputStream extends FilterInputStream {
  private final Deadline deadline;

  GuardedInputStream(InputStream in, Deadline deadline) {
    super(in);
    this.deadline = deadline;
  }

  @Override
  public int read() throws IOException {
    deadline.check();
    return in.read();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    deadline.check();
    return in.read(into, offset, length);
  }

  @Override
  public long skip(long bytes) throws IOException {
    deadline.check();
    return in.skip(bytes);
  }
}
