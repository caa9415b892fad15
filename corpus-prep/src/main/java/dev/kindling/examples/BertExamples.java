package dev.kindling.examples;

import java.util.List;
import java.util.function.Consumer;

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
  private final Consumer<Example> sink;

  private BertExamples(
      List<TokenizedDocument> documents,
      int duplicate,
      BertExampleOptions options,
      SpecialIds special,
      Consumer<Example> sink) {
    this.documents = documents;
    this.duplicate = duplicate;
    this.options = options;
    this.special = special;
    this.sink = sink;
  }

  /**
   * Cuts one group of documents.
   *
   * <p>In a group of one document the next segment is never random, and a chunk of one sentence,
   * which then has no second segment at all, gives no example.
   *
   * @param group documents in any order; also the source of random next segments
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
      Consumer<Example> sink) {
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
    int[][] sentences = document.sentences();
    long documentHash = KeyedHash.of(duplicate, document.id());
    KeyedRandom random = new KeyedRandom(KeyedHash.of(options.seed(), documentHash));
    int longest = options.sequenceLength() - SPECIAL_TOKENS;
    int target =
        random.nextDouble() < options.shortSequenceRate() ? random.between(2, longest) : longest;

    long index = 0;
    int start = 0;
    while (start < sentences.length) {
      int end = chunkEnd(sentences, start, target);
      int firstEnd = end - start >= 2 ? random.between(start + 1, end - 1) : end;
      Segment first = Segment.of(sentences, start, firstEnd);
      boolean hasOther = documents.size() > 1;
      boolean randomNext = hasOther && (end == firstEnd || random.nextDouble() < 0.5);
      Segment second = null;
      if (randomNext) {
        second = randomSegment(documentIndex, target - first.length(), random);
        start = firstEnd; // the chunk's other sentences are put back
      } else {
        if (firstEnd < end) {
          second = Segment.of(sentences, firstEnd, end);
        }
        start = end;
      }
      if (second != null) {
        Segment.truncate(first, second, longest, random);
        sink.accept(example(KeyedHash.of(documentHash, index++), first, second, randomNext));
      }
    }
  }

  /**
   * One past the last sentence of the chunk that reaches the target length or the document's end.
   */
  private static int chunkEnd(int[][] sentences, int start, int target) {
    int end = start;
    long length = 0;
    while (end < sentences.length && length < target) {
      length += sentences[end++].length;
    }
    return end;
  }

  private Segment randomSegment(int documentIndex, int target, KeyedRandom random) {
    int other = random.nextInt(documents.size() - 1);
    int[][] sentences = documents.get(other < documentIndex ? other : other + 1).sentences();
    int start = random.nextInt(sentences.length);
    return Segment.of(sentences, start, Math.max(start + 1, chunkEnd(sentences, start, target)));
  }

  private Example example(long id, Segment first, Segment second, boolean randomNext) {
    int[] tokens = new int[first.length() + second.length() + SPECIAL_TOKENS];
    int secondStart = first.length() + 2;
    tokens[0] = special.classification();
    first.copyTo(tokens, 1);
    tokens[secondStart - 1] = special.separator();
    second.copyTo(tokens, secondStart);
    tokens[tokens.length - 1] = special.separator();
    return new Example(id, tokens, secondStart, randomNext);
  }
}
