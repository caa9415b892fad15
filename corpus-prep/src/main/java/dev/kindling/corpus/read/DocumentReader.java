package dev.kindling.corpus.read;

import java.io.InputStream;
import java.util.Iterator;

/** Reads the documents of one file. */
@SuppressWarnings("DoNotCallSuggester")
public final class DocumentReader implements Iterator<ReadResult>, AutoCloseable {
  private DocumentReader() {}

  /**
   * Opens a file.
   *
   * @param format how to read it
   * @param source input's name and path below its root; becomes part of the ids
   * @param in the file's bytes; closed with the reader
   * @param limits what one record may cost
   * @return its documents and rejects, in file order
   */
  public static DocumentReader open(
      InputFormat format, String source, InputStream in, ReadLimits limits) {
    throw new IllegalStateException("not built yet");
  }

  @Override
  public boolean hasNext() {
    throw new IllegalStateException("not built yet");
  }

  @Override
  public ReadResult next() {
    throw new IllegalStateException("not built yet");
  }

  @Override
  public void close() {}
}
