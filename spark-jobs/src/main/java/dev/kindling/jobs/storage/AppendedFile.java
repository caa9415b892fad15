package dev.kindling.jobs.storage;

import java.io.Closeable;
import java.io.IOException;

/** A file that grows at its end, for those who read it while it does. */
public final class AppendedFile implements Closeable {
  private final SyncedOutputStream out;

  AppendedFile(SyncedOutputStream out) {
    this.out = out;
  }

  /**
   * Adds to the file; readers see it at once, and it survives the end of this process.
   *
   * @throws IOException naming the file; some of the bytes may stand in it
   */
  public void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.sync();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
