package dev.kindling.corpus.read;

/**
 * A file as a sequence of members: of a gzipped file its gzip members, each verified at its end; of
 * a bzip2 file its streams; of another file the whole as one.
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

  /** Whether bytes have no place of their own in the file, only members do. */
  boolean compressed();

  /** Whether {@link #from} can find a member in the middle of the file. */
  boolean splittable();

  /** The members of the same file that start in a split; of a plain file its bytes from there. */
  Members from(RawInput atSplit, Split split);

  /** Frees the decompressor; the file stays open. */
  @Override
  void close();

  static Members of(RawInput raw, ReadLimits limits) {
    if (raw.peek(0) == GzipMembers.MAGIC_1 && raw.peek(1) == GzipMembers.MAGIC_2) {
      return new GzipMembers(raw, limits);
    }
    return Bzip2Members.isBzip2(raw)
        ? new Bzip2Members(raw, Split.WHOLE, limits.maxDecompressedRatio())
        : new PlainMember(raw);
  }
}
