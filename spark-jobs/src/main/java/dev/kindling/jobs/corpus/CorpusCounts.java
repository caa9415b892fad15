package dev.kindling.jobs.corpus;

/** Names of the counts in the manifests of {@code records/} and {@code documents/}. */
public final class CorpusCounts {
  /** Raw files read. */
  public static final String FILES = "files";

  /** Bytes of the raw files as they lie there, compressed or not. */
  public static final String RAW_BYTES = "raw-bytes";

  /** Files that the table of records is divided into, those without rows included. */
  public static final String TABLE_FILES = "table-files";

  /** Records found in the raw files: {@link #DOCUMENTS} and {@link #DROPPED} together. */
  public static final String RECORDS = "records";

  /** Documents kept, the held-out ones included. */
  public static final String DOCUMENTS = "documents";

  /** Documents held out. */
  public static final String HELD_OUT_DOCUMENTS = "heldout-documents";

  /** Code points of the records read, or of the documents kept, the held-out ones included. */
  public static final String CHARACTERS = "characters";

  /** Code points of the held-out documents. */
  public static final String HELD_OUT_CHARACTERS = "heldout-characters";

  /** UTF-8 bytes of the records read, or of the documents kept, the held-out ones included. */
  public static final String BYTES = "bytes";

  /** UTF-8 bytes of the held-out documents. */
  public static final String HELD_OUT_BYTES = "heldout-bytes";

  /** Records not kept, whatever the reason. */
  public static final String DROPPED = "dropped";

  /** Records not kept because they are damaged. */
  public static final String DAMAGED = "damaged";

  private CorpusCounts() {}
}
