package dev.kindling.examples;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds GPT examples: documents joined with an end-of-text token after each, cut into windows.
 *
 * <p>A window has L + 1 tokens, of which the first L are inputs and the last L labels. Neighbouring
 * windows share one token, so every token of the group but its first is a label exactly once.
 */
public final class GptExamples {
  private GptExamples() {}

  /**
   * Cuts one group of documents. Windows may cross documents; the last may be short.
   *
   * @param group documents in any order; the order of a keyed hash is used
   * @param sequenceLength the model's sequence length L, at least 1
   * @param seed orders the documents
   * @param special ids of the special tokens
   * @param sink receives the examples, of 2 to L + 1 tokens each
   */
  public static void build(
      List<TokenizedDocument> group,
      int sequenceLength,
      long seed,
      SpecialIds special,
      Consumer<Example> sink) {
    if (sequenceLength < 1) {
      throw new IllegalArgumentException(
          "sequence-length must be at least 1, got " + sequenceLength);
    }
    Window window = new Window(sequenceLength, sink);
    for (TokenizedDocument document : DocumentGroups.ordered(group, seed)) {
      for (int[] sentence : document.sentences()) {
        for (int token : sentence) {
          window.add(token, document.id());
        }
      }
      window.add(special.endOfText(), document.id());
    }
    window.finish();
  }

  /** The window that is being filled. */
  private static final class Window {
    private final int[] tokens;
    private final Consumer<Example> sink;
    private int size;
    private long index;
    private String startDocument = "";

    Window(int sequenceLength, Consumer<Example> sink) {
      this.tokens = new int[ExampleKind.NEXT_WORD.tokenCapacity(sequenceLength)];
      this.sink = sink;
    }

    void add(int token, String document) {
      if (size == 0) {
        startDocument = document;
      }
      tokens[size++] = token;
      if (size == tokens.length) {
        emit();
        tokens[0] = token;
        size = 1;
        startDocument = document;
      }
    }

    void finish() {
      if (size > 1) {
        emit();
      }
    }

    private void emit() {
      long id = KeyedHash.of(KeyedHash.of(0, startDocument), index++);
      sink.accept(new Example(id, Arrays.copyOf(tokens, size), 0, false));
    }
  }
}
