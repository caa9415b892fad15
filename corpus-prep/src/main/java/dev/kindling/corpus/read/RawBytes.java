package dev.kindling.corpus.read;

import java.io.IOException;
import java.io.InputStream;

/** A raw file that can be read from any of its bytes on. */
@FunctionalInterface
public interface RawBytes {
  /**
   * Opens the file.
   *
   * @param offset of the first byte to read
   * @return the bytes from there to the file's end; the caller closes it
   * @throws IOException if the storage fails
   */
  InputStream open(long offset) throws IOException;
}
