package dev.kindling.examples;

import java.util.List;

/**
 * Builds GPT examples: documents joined with an end-of-text token after each, cut into windows.
 *
 * <p>A window has L + 1 tokens, of which the first L are inputs and the last L labels. Neighbouring
 * windows share one token, so every token but the first of all is a label exactly once. Where
 * windows may not cross documents, each document is cut by itself, so it is every token but the
 * document's first.
 */
public final class GptExamples {
  private final ExampleSink sink;
  private final TokenWindow window;
  private String firstKey = "";
  private long index;

  private GptExamples(PackingOptions options, ExampleSink sink) {
    this.sink = sink;
    this.window = new TokenWindow(ExampleKind.NEXT_WORD.tokenCapacity(options.sequenceLength()));
  }

  /**
   * Cuts one group of documents. The last window, of a document or of all, may be short.
   *
   * @param group documents in any order; the order of a keyed hash is used
   * @param options length, crossing and seed
   * @param special ids of the special tokens
   * @param sink receives the examples, of 2 to L + 1 tokens each
   */
  public static void build(
      List<TokenizedDocument> group, PackingOptions options, SpecialIds special, ExampleSink sink) {
    GptExamples examples = new GptExamples(options, sink);
    for (TokenizedDocument document : DocumentGroups.ordered(group, options.seed())) {
      examples.add(document);
      examples.startIfEmpty(document);
      examples.window.addSpecial(special.endOfText());
      examples.emitIfFull(document);
      if (!options.crossDocuments()) {
        examples.finish();
      }
    }
    examples.finish();
  }

  private void add(TokenizedDocument document) {
    for (TokenizedSentence sentence : document.sentences()) {
      for (int start = 0; start < sentence.length(); ) {
        startIfEmpty(document);
        int end = Math.min(sentence.length(), start + window.room());
        window.add(document, sentence, start, end);
        emitIfFull(document);
        start = end;
      }
    }
  }

  private void startIfEmpty(TokenizedDocument document) {
    if (window.size() == 0) {
      firstKey = document.key();
    }
  }

  private void emitIfFull(TokenizedDocument document) {
    if (window.room() == 0) {
      emit();
      window.keepLast();
      firstKey = document.key();
    }
  }

  /** Ends the last window; the token that it shares with the one before is no example. */
  private void finish() {
    if (window.size() > 1) {
      emit();
    }
    window.clear();
  }

  private void emit() {
    long id = KeyedHash.of(KeyedHash.of(0, firstKey), index++);
    sink.accept(new Example(id, window.tokens(), 0, false), window.origins());
  }
}
