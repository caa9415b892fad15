package dev.kindling.examples;

import java.util.List;

/**
 * Builds BERT examples as the original {@code create_pretraining_data.py} does.
 *
 * <p>Three things differ, each on purpose: the random next segment never comes from the document
 * itself (the original gives up after ten tries), a short sequence's target is drawn from a hash of
 * the document's id instead of a shared generator, and masks are drawn later, when a batch is
 * built. The original's "50% random" holds for chunks of two sentences or more; one-sentence chunks
 * are always random, so the overall rate lies above one half and should be reported.
 */
public final class BertExamples {
  /** [CLS], [SEP] and [SEP]. */
  private static final int SPECIAL_TOKENS = 3;

  private final List<TokenizedDocument> documents;
  private final int duplicate;
  private final BertExampleOptions options;
  private final SpecialIds special;
  private final ExampleSink sink;
  private final boolean hasOthers;

  private BertExamples(
      List<TokenizedDocument> documents,
      int duplicate,
      BertExampleOptions options,
      SpecialIds special,
      ExampleSink sink) {
    this.documents = documents;
    this.duplicate = duplicate;
    this.options = options;
    this.special = special;
    this.sink = sink;
    this.hasOthers = documents.stream().map(TokenizedDocument::id).distinct().count() > 1;
  }

  /**
   * Cuts one group of documents.
   *
   * <p>In a group of one document the next segment is never random, and a chunk of one sentence,
   * which then has no second segment at all, gives no example.
   *
   * @param group documents in any order, and parts of long ones; also the source of random next
   *     segments
   * @param duplicate which copy of the documents, in [0, options.duplicates)
   * @param options lengths, rates and seed
   * @param special ids of the special tokens
   * @param sink receives the examples
   */
  public static void build(
      List<TokenizedDocument> group,
      int duplicate,
      BertExampleOptions options,
      SpecialIds special,
      ExampleSink sink) {
    if (duplicate < 0 || duplicate >= options.duplicates()) {
      throw new IllegalArgumentException(
          "duplicate must be in [0, " + options.duplicates() + "), got " + duplicate);
    }
    List<TokenizedDocument> documents = DocumentGroups.ordered(group, options.seed());
    BertExamples examples = new BertExamples(documents, duplicate, options, special, sink);
    for (int i = 0; i < documents.size(); i++) {
      examples.cut(i);
    }
  }

  private void cut(int documentIndex) {
    TokenizedDocument document = documents.get(documentIndex);
    List<TokenizedSentence> sentences = document.sentences();
    long documentHash = KeyedHash.of(duplicate, document.key());
    KeyedRandom random = new KeyedRandom(KeyedHash.of(options.seed(), documentHash));
    int longest = options.sequenceLength() - SPECIAL_TOKENS;
    int target =
        random.nextDouble() < options.shortSequenceRate() ? random.between(2, longest) : longest;

    long index = 0;
    int start = 0;
    while (start < sentences.size()) {
      int end = chunkEnd(sentences, start, target);
      int firstEnd = end - start >= 2 ? random.between(start + 1, end - 1) : end;
      Segment first = Segment.of(document, start, firstEnd);
      boolean randomNext = hasOthers && (end == firstEnd || random.nextDouble() < 0.5);
      Segment second = null;
      if (randomNext) {
        second = randomSegment(documentIndex, target - first.length(), random);
        start = firstEnd; // the chunk's other sentences are put back
      } else {
        if (firstEnd < end) {
          second = Segment.of(document, firstEnd, end);
        }
        start = end;
      }
      if (second != null) {
        Segment.truncate(first, second, longest, random);
        emit(KeyedHash.of(documentHash, index++), first, second, randomNext);
      }
    }
  }

  /**
   * One past the last sentence of the chunk that reaches the target length or the document's end.
   */
  private static int chunkEnd(List<TokenizedSentence> sentences, int start, int target) {
    int end = start;
    long length = 0;
    while (end < sentences.size() && length < target) {
      length += sentences.get(end++).length();
    }
    return end;
  }

  private Segment randomSegment(int documentIndex, int target, KeyedRandom random) {
    TokenizedDocument other = otherDocument(documentIndex, random);
    int start = random.nextInt(other.sentences().size());
    return Segment.of(
        other, start, Math.max(start + 1, chunkEnd(other.sentences(), start, target)));
  }

  /** Any document but this one, of which the group may hold other parts. */
  private TokenizedDocument otherDocument(int documentIndex, KeyedRandom random) {
    TokenizedDocument document = documents.get(documentIndex);
    while (true) {
      int other = random.nextInt(documents.size() - 1);
      TokenizedDocument drawn = documents.get(other < documentIndex ? other : other + 1);
      if (!drawn.id().equals(document.id())) {
        return drawn;
      }
    }
  }

  private void emit(long id, Segment first, Segment second, boolean randomNext) {
    TokenWindow window = new TokenWindow(first.length() + second.length() + SPECIAL_TOKENS);
    window.addSpecial(special.classification());
    first.copyTo(window);
    window.addSpecial(special.separator());
    int secondStart = window.size();
    second.copyTo(window);
    window.addSpecial(special.separator());
    sink.accept(new Example(id, window.tokens(), secondStart, randomNext), window.origins());
  }
}
