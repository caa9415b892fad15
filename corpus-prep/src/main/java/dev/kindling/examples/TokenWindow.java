package dev.kindling.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An example that is being filled: its tokens, and where each comes from. */
final class TokenWindow {
  private final int[] tokens;
  private final TokenizedDocument[] documents; // null for special tokens
  private final int[] starts;
  private final int[] ends;
  private int size;

  /** An empty window of at most so many tokens. */
  TokenWindow(int capacity) {
    tokens = new int[capacity];
    documents = new TokenizedDocument[capacity];
    starts = new int[capacity];
    ends = new int[capacity];
  }

  int size() {
    return size;
  }

  /** How many more tokens fit. */
  int room() {
    return tokens.length - size;
  }

  void addSpecial(int token) {
    documents[size] = null;
    tokens[size++] = token;
  }

  /** Adds tokens [first, last) of a sentence. */
  void add(TokenizedDocument document, TokenizedSentence sentence, int first, int last) {
    int length = last - first;
    System.arraycopy(sentence.tokens(), first, tokens, size, length);
    System.arraycopy(sentence.starts(), first, starts, size, length);
    System.arraycopy(sentence.ends(), first, ends, size, length);
    Arrays.fill(documents, size, size + length, document);
    size += length;
  }

  /** Empties the window but for its last token. */
  void keepLast() {
    int last = size - 1;
    tokens[0] = tokens[last];
    documents[0] = documents[last];
    starts[0] = starts[last];
    ends[0] = ends[last];
    size = 1;
  }

  void clear() {
    size = 0;
  }

  int[] tokens() {
    return Arrays.copyOf(tokens, size);
  }

  /** One origin for each run of tokens of one document; special tokens end runs. */
  @SuppressWarnings("ReferenceEquality") // the same object, or another document
  List<Origin> origins() {
    List<Origin> origins = new ArrayList<>();
    for (int i = 0; i < size; ) {
      int first = i;
      TokenizedDocument document = documents[i];
      while (i < size && documents[i] == document) {
        i++;
      }
      if (document != null) {
        origins.add(new Origin(first, i - first, document.id(), starts[first], ends[i - 1]));
      }
    }
    return origins;
  }
}
