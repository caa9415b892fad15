package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import dev.kindling.corpus.TextEdit;
import java.util.List;
import java.util.Optional;

/**
 * What all rules together did to one document.
 *
 * @param document the document with its text as the last rule that ran left it
 * @param drop why it goes; empty if it stays
 * @param edits all changes in the order in which they were made, those of a document that goes too
 */
public record Outcome(Document document, Optional<Decision.Drop> drop, List<TextEdit> edits) {
  /** Copies the list. */
  public Outcome {
    edits = List.copyOf(edits);
  }
}
