package dev.kindling.corpus;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** A reader that ends with its deadline. */
final class GuardedReader extends FilterReader {
  private final Deadline deadline;

  GuardedReader(Reader in, Deadline deadline) {
    super(in);
    this.deadline = deadline;
  }

  @Override
  public int read() throws IOException {
    deadline.check();
    return in.read();
  }

  @Override
  public int read(char[] into, int offset, int length) throws IOException {
    deadline.check();
    return in.read(into, offset, length);
  }

  @Override
  public long skip(long characters) throws IOException {
    deadline.check();
    return in.skip(characters);
  }
}
