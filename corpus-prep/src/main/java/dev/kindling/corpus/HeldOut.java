package dev.kindling.corpus;

import dev.kindling.examples.KeyedHash;

/** Chooses the documents that no model may train on, by a hash of the id alone. */
public final class HeldOut {
  /** Keeps this choice apart from every other hash of the same ids. */
  private static final long PURPOSE = 0x68656c646f7574L; // "heldout"

  private HeldOut() {}

  /**
   * Whether a document is held out. A larger fraction holds out all that a smaller one does.
   *
   * @param documentId the document's id
   * @param fraction share of documents to hold out, in [0, 1]
   * @return true for about that share of all ids
   */
  public static boolean contains(String documentId, double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) { // also catches NaN
      throw new IllegalArgumentException("held-out-fraction must be in [0, 1], got " + fraction);
    }
    return (KeyedHash.of(PURPOSE, documentId) >>> 11) * 0x1.0p-53 < fraction;
  }
}
