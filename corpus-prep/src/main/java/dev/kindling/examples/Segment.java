package dev.kindling.examples;

import java.util.List;

/** A run of a document's tokens that can lose tokens at both ends. */
final class Segment {
  private final TokenizedDocument document;
  private final int firstSentence;
  private int start; // tokens from the beginning of the first sentence
  private int end;

  private Segment(TokenizedDocument document, int firstSentence, int length) {
    this.document = document;
    this.firstSentence = firstSentence;
    this.end = length;
  }

  /** Joins sentences [first, last) of a document. */
  static Segment of(TokenizedDocument document, int first, int last) {
    int length = 0;
    for (TokenizedSentence sentence : document.sentences().subList(first, last)) {
      length += sentence.length();
    }
    return new Segment(document, first, length);
  }

  /**
   * Takes tokens from the longer segment (tie: the second), at the front or back by a coin each.
   */
  static void truncate(Segment first, Segment second, int longest, KeyedRandom random) {
    while (first.length() + second.length() > longest) {
      Segment longer = first.length() > second.length() ? first : second;
      if (random.nextBoolean()) {
        longer.start++;
      } else {
        longer.end--;
      }
    }
  }

  int length() {
    return end - start;
  }

  void copyTo(TokenWindow window) {
    List<TokenizedSentence> sentences = document.sentences();
    int before = 0; // tokens of the sentences before this one
    for (int i = firstSentence; before < end; i++) {
      TokenizedSentence sentence = sentences.get(i);
      int first = Math.max(0, start - before);
      int last = Math.min(sentence.length(), end - before);
      if (first < last) {
        window.add(document, sentence, first, last);
      }
      before += sentence.length();
    }
  }
}
