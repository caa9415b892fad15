package dev.kindling.jobs.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A file for Parquet's reader, whose storage fails with an {@link UncheckedIOException}: all else
 * that the reader throws is about the bytes.
 */
final class ParquetStorage implements InputFile {
  private final FileSystem storage;
  private final Path path;
  private final long length;

  ParquetStorage(FileSystem storage, Path path) throws IOException {
    this.storage = storage;
    this.path = path;
    this.length = storage.getFileStatus(path).getLen();
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    FSDataInputStream in = storage.open(path);
    return new DelegatingSeekableInputStream(new StorageStream(in, path.toString())) {
      @Override
      public long getPos() throws IOException {
        return in.getPos();
      }

      @Override
      public void seek(long position) throws IOException {
        if (position < 0 || position > length) { // what a damaged footer may ask for
          throw new IOException("no byte " + position + " in a file of " + length);
        }
        try {
          in.seek(position);
        } catch (IOException e) {
          throw new UncheckedIOException("Storage failed while reading " + path, e);
        }
      }
    };
  }
}
