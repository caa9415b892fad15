package dev.kindling.jobs.corpus;

/** Names of the counts in the manifest of {@code documents/}. */
public final class CorpusCounts {
  /** Raw files read. */
  public static final String FILES = "files";

  /** Records found in them: {@link #DOCUMENTS} and {@link #DROPPED} together. */
  public static final String RECORDS = "records";

  /** Documents kept, the held-out ones included. */
  public static final String DOCUMENTS = "documents";

  /** Documents held out. */
  public static final String HELD_OUT_DOCUMENTS = "heldout-documents";

  /** Code points of the documents kept, the held-out ones included. */
  public static final String CHARACTERS = "characters";

  /** Code points of the held-out documents. */
  public static final String HELD_OUT_CHARACTERS = "heldout-characters";

  /** UTF-8 bytes of the documents kept, the held-out ones included. */
  public static final String BYTES = "bytes";

  /** UTF-8 bytes of the held-out documents. */
  public static final String HELD_OUT_BYTES = "heldout-bytes";

  /** Records not kept, whatever the reason. */
  public static final String DROPPED = "dropped";

  /** Records not kept because they are damaged. */
  public static final String DAMAGED = "damaged";

  private CorpusCounts() {}
}
