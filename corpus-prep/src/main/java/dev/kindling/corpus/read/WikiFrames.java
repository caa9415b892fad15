package dev.kindling.corpus.read;

import java.io.ByteArrayOutputStream;

/**
 * Cuts a MediaWiki dump into the bytes of its pages: from {@code <page>} to {@code </page>}, which
 * in XML can stand nowhere else. A page belongs to the split in which its first byte lies, and is
 * read on into what follows. A page that is not closed ends where the next one starts, so nothing
 * that is wrong with one page reaches another.
 */
final class WikiFrames {
  /** Numbers the pages that start in one compressed stream. */
  static final long PAGES_PER_STREAM = 1_000_000;

  private static final byte[] PAGE = {'<', 'p', 'a', 'g', 'e', '>'};
  private static final long PAGE_START = 0x3c706167653eL; // <page>
  private static final long PAGE_START_MASK = (1L << 48) - 1;
  private static final long PAGE_END = 0x3c2f706167653eL; // </page>
  private static final long PAGE_END_MASK = (1L << 56) - 1;
  private static final int MAX_PROLOG_BYTES = 1 << 20;

  private final MemberReader reader;
  private final Split split;
  private final boolean compressed;
  private final long maxPageBytes;
  private boolean inMember;
  private DamagedInputException damage; // of the open member, not told yet
  private long damageOffset;
  private boolean ended;
  private long tail; // the last 8 bytes
  private long tagPlace; // of the last '<': in the file, or of its member
  private long numberedMember = -1;
  private long pagesInMember;
  private boolean started; // a page has, whose bytes are still to be read
  private boolean startedInSplit;
  private long startedOffset;
  private long offset;
  private final ByteArrayOutputStream page = new ByteArrayOutputStream();

  /**
   * @param reader stands at the start of the split
   * @param opened whether its first member is open already
   */
  WikiFrames(MemberReader reader, Split split, ReadLimits limits, boolean opened) {
    this.reader = reader;
    this.split = split;
    this.compressed = reader.compressed();
    this.maxPageBytes = limits.maxRecordBytes();
    this.inMember = opened;
  }

  /**
   * Place of the current page. Uncompressed: its offset in the file. Compressed: the offset of the
   * bzip2 stream or gzip member in which it starts, times {@value #PAGES_PER_STREAM}, plus its
   * number among those that do, from 1; damage of a stream counts as a page.
   */
  long offset() {
    return offset;
  }

  /** The current page as far as it was read. */
  byte[] bytes() {
    return page.toByteArray();
  }

  /** What stands before the first page, as far as it is readable. To be called first, if at all. */
  byte[] prolog() {
    ByteArrayOutputStream prolog = new ByteArrayOutputStream();
    try {
      boolean unused = seekPage(prolog);
    } catch (DamagedInputException e) {
      damage = e;
    }
    return prolog.toByteArray();
  }

  /** Whether the prolog was all there is. */
  boolean isEmpty() {
    return !started && damage == null;
  }

  /**
   * Reads the next page.
   *
   * @return false at the end of the split
   * @throws DamagedInputException when the page or a stream is damaged; the next call goes on
   *     behind it
   */
  boolean next() throws DamagedInputException {
    page.reset();
    if (damage != null) {
      DamagedInputException told = damage;
      damage = null;
      offset = damageOffset;
      throw told;
    }
    if (ended || !seekPage(null)) {
      ended = true;
      return false;
    }
    started = false;
    offset = startedOffset;
    page.writeBytes(PAGE);
    readPage();
    return true;
  }

  /** Goes behind the next start of a page of this split. */
  private boolean seekPage(ByteArrayOutputStream prolog) throws DamagedInputException {
    int beyond = 0; // a tag can start in the split and end behind it
    while (!started && beyond < PAGE.length) {
      int b;
      try {
        b = read();
      } catch (DamagedInputException e) {
        offset = damageOffset;
        if (ownsMember()) {
          throw e;
        }
        return false;
      }
      if (b < 0) {
        return false;
      }
      if (place() >= split.end()) {
        beyond++;
      }
      if (prolog != null && prolog.size() < MAX_PROLOG_BYTES) {
        prolog.write(b);
      }
    }
    return started && startedInSplit;
  }

  private void readPage() throws DamagedInputException {
    boolean tooLarge = false;
    while ((tail & PAGE_END_MASK) != PAGE_END) {
      int b;
      try {
        b = read();
      } catch (DamagedInputException e) {
        // The page's owner tells of the page, the stream's owner of the stream.
        damage = ownsMember() ? e : null;
        throw new DamagedInputException(e.reason(), "the page is cut: " + e.getMessage());
      }
      if (b < 0) {
        throw new DamagedInputException("truncated", "the file ends inside the page");
      }
      if (started) {
        throw new DamagedInputException(
            "malformed-page", "the page is not closed before the next one starts");
      }
      tooLarge |= page.size() >= maxPageBytes;
      if (!tooLarge) {
        page.write(b);
      }
    }
    if (tooLarge) {
      throw new DamagedInputException(
          "too-large", "the page passes max-record-bytes, " + maxPageBytes);
    }
  }

  /** The next byte, of this member or a later one; -1 at the end of the file. */
  private int read() throws DamagedInputException {
    try {
      int b = inMember ? reader.read() : -1;
      while (b < 0) {
        inMember = false;
        if (!reader.nextMember()) {
          return -1;
        }
        inMember = true;
        b = reader.read();
      }
      note(b);
      return b;
    } catch (DamagedInputException e) {
      inMember = false;
      tail = 0;
      damageOffset = numbered(reader.memberStart());
      throw e;
    }
  }

  private void note(int b) {
    tail = tail << 8 | b;
    if (b == '<') {
      tagPlace = place();
    } else if (b == '>' && (tail & PAGE_START_MASK) == PAGE_START) {
      started = true;
      startedInSplit = tagPlace < split.end();
      startedOffset = compressed ? numbered(tagPlace) : tagPlace;
    }
  }

  private long numbered(long member) {
    if (member != numberedMember) {
      numberedMember = member;
      pagesInMember = 0;
    }
    pagesInMember++;
    return member * PAGES_PER_STREAM + pagesInMember;
  }

  private boolean ownsMember() {
    return reader.memberStart() < split.end();
  }

  /** Of the byte read last: in the file, or of its member. */
  private long place() {
    return compressed ? reader.memberStart() : reader.positionInMember() - 1;
  }
}
