package dev.kindling.jobs.corpus;

import dev.kindling.corpus.read.InputFormat;
import dev.kindling.corpus.read.ReadOptions;
import java.io.Serializable;

/**
 * A raw file to read.
 *
 * @param source the input's name, a slash, and the path below the input's root
 * @param path fully qualified path or URI
 * @param format how to read it
 * @param options how its records are understood
 * @param length in bytes
 */
record RawFile(String source, String path, InputFormat format, ReadOptions options, long length)
    implements Serializable {}
