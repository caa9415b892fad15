package dev.kindling.corpus.read;

import java.util.Iterator;

/**
 * The results of one file in file order. Bad bytes never throw; a failure of the storage does, as
 * {@link java.io.UncheckedIOException}.
 */
public interface RecordSource extends Iterator<ReadResult>, AutoCloseable {
  /** Closes the file. */
  @Override
  void close();
}
