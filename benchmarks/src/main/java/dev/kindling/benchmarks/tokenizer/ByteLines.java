package dev.kindling.benchmarks.tokenizer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The lines of a file as they stand there, whatever their encoding, without the line feeds. */
final class ByteLines {
  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /** Reads from a buffered stream. */
  ByteLines(InputStream in) {
    this.in = in;
  }

  /** The next line, or null at the end. */
  byte[] next() throws IOException {
    line.reset();
    int read = in.read();
    if (read < 0) {
      return null;
    }
    for (; read >= 0 && read != '\n'; read = in.read()) {
      line.write(read);
    }
    return line.toByteArray();
  }
}
