package dev.kindling.corpus.tokens;

import dev.kindling.corpus.sentence.SentenceSplitter;
import dev.kindling.examples.ExampleKind;
import dev.kindling.examples.TokenizedDocument;
import dev.kindling.examples.TokenizedSentence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Encodes documents sentence by sentence (next-word examples: part by part), a long one in parts,
 * so that a task never holds more than one part's tokens. Not thread-safe.
 */
public final class DocumentTokens {
  /** Longest part, in UTF-16 units: about 250,000 tokens of English. */
  public static final int LONGEST_PART = 1 << 20;

  private final ExampleKind kind;
  private final Function<String, TokenizedSentence> encoder;
  private final SentenceSplitter splitter = new SentenceSplitter();

  /**
   * An encoding of documents.
   *
   * @param kind of the examples; decides whether sentences are told apart
   * @param encoder gives the tokens of a text with their places in it
   */
  public DocumentTokens(ExampleKind kind, Function<String, TokenizedSentence> encoder) {
    this.kind = kind;
    this.encoder = encoder;
  }

  /**
   * Encodes a document, part by part as they are asked for.
   *
   * @param id the document's id
   * @param text normalised text
   * @param language as for {@link SentenceSplitter#split(String, String, SentenceSplitter.Sink)}
   * @return at least one part unless the text is empty
   */
  public Iterator<TokenizedDocument> parts(String id, String text, String language) {
    return new Iterator<>() {
      private int start;
      private int part;

      @Override
      public boolean hasNext() {
        return start < text.length();
      }

      @Override
      public TokenizedDocument next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        int end = partEnd(text, start);
        List<TokenizedSentence> sentences = sentences(text.substring(start, end), start, language);
        start = end;
        return new TokenizedDocument(id, part++, sentences);
      }
    };
  }

  /** A part ends behind a line if it can, else behind a word, else anywhere. */
  static int partEnd(String text, int start) {
    if (text.length() - start <= LONGEST_PART) {
      return text.length();
    }
    int least = start + LONGEST_PART / 2;
    int space = -1;
    for (int i = start + LONGEST_PART - 1; i >= least; i--) {
      char c = text.charAt(i);
      if (c == '\n') {
        return i + 1;
      }
      if (space < 0 && Character.isWhitespace(c)) {
        space = i + 1;
      }
    }
    int end = space < 0 ? start + LONGEST_PART : space;
    return Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end;
  }

  private List<TokenizedSentence> sentences(String text, int offset, String language) {
    if (kind == ExampleKind.NEXT_WORD) { // windows know no sentences, the ids are the same
      return List.of(encode(text, offset));
    }
    List<TokenizedSentence> sentences = new ArrayList<>();
    splitter.split(
        text,
        language,
        (start, end) -> sentences.add(encode(text.substring(start, end), offset + start)));
    return sentences;
  }

  private TokenizedSentence encode(String text, int offset) {
    TokenizedSentence sentence = encoder.apply(text);
    shift(sentence.starts(), offset);
    shift(sentence.ends(), offset);
    return sentence;
  }

  private static void shift(int[] places, int offset) {
    for (int i = 0; i < places.length; i++) {
      places[i] += offset;
    }
  }
}
