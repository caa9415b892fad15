package dev.kindling.jobs.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Keeps failures of the storage apart from bad bytes. A reader takes an {@link IOException} for a
 * broken file and quarantines it; a lost disk or server must instead fail the task, so that Spark
 * tries again and a passing fault cannot change the corpus.
 */
final class StorageStream extends FilterInputStream {
  private final String path;

  StorageStream(InputStream in, String path) {
    super(in);
    this.path = path;
  }

  @Override
  public int read() {
    try {
      return in.read();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public long skip(long bytes) {
    try {
      return in.skip(bytes);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("Storage failed while reading " + path, e);
  }
}
