package dev.kindling.jobs.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Forces what was written to the disk when it is closed. */
final class SyncedOutputStream extends FilterOutputStream {
  /** How the stream below reaches the disk. */
  interface Sync {
    void run() throws IOException;
  }

  private final Sync sync;
  private boolean closed;

  SyncedOutputStream(OutputStream target, Sync sync) {
    super(target);
    this.sync = sync;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length); // the inherited one goes byte by byte
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (OutputStream target = out) {
      target.flush();
      sync.run();
    }
  }
}
