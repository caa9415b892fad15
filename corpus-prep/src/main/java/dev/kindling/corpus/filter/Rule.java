package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;

/** Decides about one document. Rules have no state and may be shared by threads. */
public interface Rule {
  /**
   * The name in the configuration and in the drop ledger.
   *
   * @return words joined by hyphens
   */
  String name();

  /**
   * Decides.
   *
   * @param document normalised text
   * @param scan the words and lines of that text, shared by all rules
   * @return keep, edit or drop
   */
  Decision decide(Document document, TextScan scan);
}
