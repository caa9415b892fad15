package dev.kindling.corpus.read;

import dev.kindling.corpus.Document;
import dev.kindling.corpus.Quarantined;

/** What one record of a file gave. */
public sealed interface ReadResult {
  /**
   * A document, its text extracted and normalised.
   *
   * @param document the document
   */
  record Accepted(Document document) implements ReadResult {}

  /**
   * A record without a document.
   *
   * @param quarantined where it lies and why it gave none
   */
  record Rejected(Quarantined quarantined) implements ReadResult {}
}
