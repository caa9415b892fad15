package dev.kindling.examples;

import java.util.List;

/**
 * A document as token ids, or a part of a long one.
 *
 * @param id the document's id
 * @param part number of the part, from 0; the parts of a document are treated as documents of their
 *     own, except that none is another one's random next segment
 * @param sentences in text order; those without tokens are ignored
 */
public record TokenizedDocument(String id, int part, List<TokenizedSentence> sentences) {
  /** Makes the list unmodifiable. */
  public TokenizedDocument {
    sentences = List.copyOf(sentences);
  }

  /** What hashes of this part are drawn from. */
  String key() {
    return key(id, part);
  }

  static String key(String id, int part) {
    return part == 0 ? id : id + "/" + part;
  }
}
