package dev.kindling.examples;

import java.util.List;

/**
 * Builds examples as RoBERTa does ("full sentences", Liu et al. 2019, section 4.2): [CLS], whole
 * sentences that follow each other as far as they fit, [SEP]. Where a document ends, the next one
 * follows behind a [SEP] (or, where examples may not cross documents, in the next example: the
 * paper's "doc sentences"). There are no pairs and there is nothing to predict but masked words.
 *
 * <p>A sentence longer than L - 2 tokens is cut into pieces of that length, so every token of the
 * group stands in exactly one example.
 */
public final class FullSentenceExamples {
  private final TokenWindow window;
  private final int duplicate;
  private final SpecialIds special;
  private final ExampleSink sink;
  private final int capacity;
  private TokenizedDocument last; // the document that the window ends with; null if it is empty
  private String firstKey = "";
  private long index;

  private FullSentenceExamples(
      int duplicate, PackingOptions options, SpecialIds special, ExampleSink sink) {
    this.capacity = ExampleKind.FULL_SENTENCES.tokenCapacity(options.sequenceLength());
    this.window = new TokenWindow(capacity);
    this.duplicate = duplicate;
    this.special = special;
    this.sink = sink;
  }

  /**
   * Packs one group of documents.
   *
   * @param group documents in any order; the order of a keyed hash is used
   * @param duplicate which copy of the documents, from 0; each has another order
   * @param options length, crossing and seed
   * @param special ids of the special tokens
   * @param sink receives the examples, of 3 to L tokens each
   */
  public static void build(
      List<TokenizedDocument> group,
      int duplicate,
      PackingOptions options,
      SpecialIds special,
      ExampleSink sink) {
    FullSentenceExamples examples = new FullSentenceExamples(duplicate, options, special, sink);
    long order = duplicate == 0 ? options.seed() : KeyedHash.of(options.seed(), duplicate);
    for (TokenizedDocument document : DocumentGroups.ordered(group, order)) {
      document.sentences().forEach(sentence -> examples.add(document, sentence));
      if (!options.crossDocuments()) {
        examples.finish();
      }
    }
    examples.finish();
  }

  private void add(TokenizedDocument document, TokenizedSentence sentence) {
    int longest = capacity - 2; // [CLS] and [SEP]
    for (int start = 0; start < sentence.length(); start += longest) {
      add(document, sentence, start, Math.min(start + longest, sentence.length()));
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same object, or another document
  private void add(TokenizedDocument document, TokenizedSentence sentence, int start, int end) {
    int separators = last == null || last == document ? 1 : 2;
    if (end - start + separators > window.room()) {
      finish();
    }
    if (last == null) {
      window.addSpecial(special.classification());
      firstKey = document.key();
    } else if (last != document) {
      window.addSpecial(special.separator());
    }
    window.add(document, sentence, start, end);
    last = document;
  }

  private void finish() {
    if (last != null) {
      window.addSpecial(special.separator());
      long id = KeyedHash.of(KeyedHash.of(duplicate, firstKey), index++);
      sink.accept(new Example(id, window.tokens(), 0, false), window.origins());
      window.clear();
      last = null;
    }
  }
}
