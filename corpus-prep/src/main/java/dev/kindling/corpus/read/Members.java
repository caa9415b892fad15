package dev.kindling.corpus.read;

/**
 * A file as a sequence of members: of a gzipped file its gzip members, each verified at its end; of
 * another file the whole as one.
 */
interface Members extends AutoCloseable {
  /**
   * Goes to the next member, skipping what is left of this one.
   *
   * @return false at the end of the file, and after damage behind which no member can be found
   */
  boolean next() throws DamagedInputException;

  /** Offset in the file at which the current member starts. */
  long start();

  /** Bytes read so far of the current member, decompressed. */
  long position();

  /**
   * Reads at least one byte of the current member.
   *
   * @return how many; -1 at the member's verified end
   */
  int read(byte[] into, int offset, int length) throws DamagedInputException;

  /** Frees the decompressor; the file stays open. */
  @Override
  void close();

  static Members of(RawInput raw, ReadLimits limits) {
    return raw.peek(0) == GzipMembers.MAGIC_1 && raw.peek(1) == GzipMembers.MAGIC_2
        ? new GzipMembers(raw, limits)
        : new PlainMember(raw);
  }
}
