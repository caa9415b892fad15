package dev.kindling.jobs.corpus;

import dev.kindling.corpus.read.InputFormat;
import dev.kindling.corpus.read.ReadOptions;
import dev.kindling.corpus.read.Split;
import java.io.Serializable;

/**
 * A raw file to read, or a part of one.
 *
 * @param source the input's name, a slash, and the path below the input's root
 * @param path fully qualified path or URI
 * @param format how to read it
 * @param options how its records are understood
 * @param start offset of the part's first byte
 * @param length of the part, in bytes
 */
record RawFile(
    String source, String path, InputFormat format, ReadOptions options, long start, long length)
    implements Serializable {
  /** The part as readers take it. */
  Split split() {
    return new Split(start, Math.max(1, length)); // of an empty file too
  }

  /** A part of it. */
  RawFile part(long partStart, long partLength) {
    return new RawFile(source, path, format, options, partStart, partLength);
  }
}
