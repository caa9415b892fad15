package dev.kindling.examples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Assigns documents to groups, inside which next-sentence negatives are drawn and windows run.
 *
 * <p>A group depends on ids and seed alone, never on a partition, so examples stay the same however
 * the job is cut.
 */
public final class DocumentGroups {
  private DocumentGroups() {}

  /**
   * The group of a document; each duplicate meets other neighbours.
   *
   * @param documentId the document's id
   * @param part of the document, from 0; the parts of a long one go to groups of their own
   * @param duplicate which copy of the document, from 0
   * @param seed the seed of the examples
   * @param groups number of groups, at least 1
   * @return a number in [0, groups)
   */
  public static int group(String documentId, int part, int duplicate, long seed, int groups) {
    if (groups < 1) {
      throw new IllegalArgumentException("groups must be at least 1, got " + groups);
    }
    return Math.floorMod(
        KeyedHash.of(KeyedHash.of(seed, duplicate), TokenizedDocument.key(documentId, part)),
        groups);
  }

  /** The group's non-empty documents in the order of a keyed hash, whatever order they came in. */
  static List<TokenizedDocument> ordered(List<TokenizedDocument> group, long seed) {
    record Keyed(long key, TokenizedDocument document) {}
    List<Keyed> keyed = new ArrayList<>(group.size());
    for (TokenizedDocument document : group) {
      TokenizedDocument dense = withoutEmptySentences(document);
      if (!dense.sentences().isEmpty()) {
        keyed.add(new Keyed(KeyedHash.of(seed, document.key()), dense));
      }
    }
    keyed.sort(Comparator.comparingLong(Keyed::key).thenComparing(k -> k.document().key()));
    return keyed.stream().map(Keyed::document).toList();
  }

  private static TokenizedDocument withoutEmptySentences(TokenizedDocument document) {
    List<TokenizedSentence> sentences = document.sentences();
    if (sentences.stream().allMatch(sentence -> sentence.length() > 0)) {
      return document;
    }
    return new TokenizedDocument(
        document.id(),
        document.part(),
        sentences.stream().filter(sentence -> sentence.length() > 0).toList());
  }
}
