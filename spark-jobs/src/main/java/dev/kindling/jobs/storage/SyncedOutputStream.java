package dev.kindling.jobs.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.Path;

/** Forces what was written to the disk when it is closed, and names the file where that fails. */
final class SyncedOutputStream extends FilterOutputStream {
  /** How the stream below reaches the disk. */
  interface Sync {
    void run() throws IOException;
  }

  private final Path file;
  private final Sync sync;
  private boolean closed;

  SyncedOutputStream(Path file, OutputStream target, Sync sync) {
    super(target);
    this.file = file;
    this.sync = sync;
  }

  @Override
  public void write(int value) throws IOException {
    try {
      out.write(value);
    } catch (IOException e) {
      throw named(e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length); // the inherited one goes byte by byte
    } catch (IOException e) {
      throw named(e);
    }
  }

  /** Makes what was written so far reach the disk. */
  void sync() throws IOException {
    try {
      out.flush();
      sync.run();
    } catch (IOException e) {
      throw named(e);
    }
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
    } catch (IOException e) {
      throw named(e);
    }
  }

  /** The operating system says what is wrong ("No space left on device") but not where. */
  private IOException named(IOException e) {
    String message = String.valueOf(e.getMessage());
    String name = file.toUri().getPath();
    return message.contains(name) ? e : new IOException(file + ": " + message, e);
  }
}
