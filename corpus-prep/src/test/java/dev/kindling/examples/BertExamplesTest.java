package dev.kindling.examples;

import static dev.kindling.examples.Corpora.SPECIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BertExamplesTest {
  private static final BertExampleOptions OPTIONS = new BertExampleOptions(32, 0.1, 3, 11);

  @Test
  void shouldFrameTwoNonEmptySegments() {
    List<Example> examples = build(Corpora.documents(20, 12, 7), 0, OPTIONS);
    assertThat(examples).isNotEmpty();
    for (Example example : examples) {
      int[] tokens = example.tokens();
      int second = example.secondSegmentStart();
      assertThat(tokens.length).isBetween(5, 32);
      assertThat(tokens[0]).isEqualTo(SPECIAL.classification());
      assertThat(tokens[second - 1]).isEqualTo(SPECIAL.separator());
      assertThat(tokens[tokens.length - 1]).isEqualTo(SPECIAL.separator());
      assertThat(second).isBetween(3, tokens.length - 2);
    }
  }

  @Test
  void shouldTakeTheRandomNextFromAnotherDocumentAndTheTrueNextFromTheSame() {
    List<Example> examples = build(Corpora.documents(10, 12, 7), 0, OPTIONS);
    assertThat(examples).anyMatch(Example::randomNext).anyMatch(example -> !example.randomNext());
    for (Example example : examples) {
      Set<Integer> first = documentsOf(example, 1, example.secondSegmentStart() - 1);
      Set<Integer> second =
          documentsOf(example, example.secondSegmentStart(), example.tokens().length - 1);
      assertThat(first).hasSize(1);
      assertThat(second).hasSize(1);
      assertThat(first.equals(second)).isEqualTo(!example.randomNext());
    }
  }

  @Test
  void shouldContinueTheFirstSegmentWhenTheNextIsTrue() {
    // Sentences fill the target exactly, so nothing is truncated: B starts where A ends.
    BertExampleOptions exact = new BertExampleOptions(3 + 28, 0, 1, 5);
    for (Example example : build(Corpora.documents(10, 12, 7), 0, exact)) {
      if (!example.randomNext()) {
        int second = example.secondSegmentStart();
        assertThat(example.tokens()[second]).isEqualTo(example.tokens()[second - 2] + 1);
        assertThat((example.tokens().length - 3) % 7).isZero();
      }
    }
  }

  @Test
  void shouldPutUnusedSentencesBack() {
    // Without truncation every sentence is used as A or as a true B, each exactly once.
    BertExampleOptions exact = new BertExampleOptions(3 + 28, 0, 1, 5);
    List<Integer> used = new ArrayList<>();
    for (Example example : build(Corpora.documents(4, 12, 7), 0, exact)) {
      int end = example.secondSegmentStart() - 1;
      addRange(used, example.tokens(), 1, end);
      if (!example.randomNext()) {
        addRange(used, example.tokens(), end + 1, example.tokens().length - 1);
      } else {
        // A plus a full random B may pass the limit; then A may have lost tokens.
        assertThat(example.tokens().length).isLessThanOrEqualTo(31);
      }
    }
    assertThat(new HashSet<>(used)).hasSameSizeAs(used);
    assertThat(used.size()).isGreaterThan(4 * 12 * 7 * 9 / 10);
  }

  @Test
  void shouldDrawMoreThanHalfAtRandomAndOneSentenceChunksAlways() {
    List<Example> examples = build(Corpora.documents(400, 12, 7), 0, OPTIONS);
    long random = examples.stream().filter(Example::randomNext).count();
    double rate = (double) random / examples.size();
    assertThat(rate).isBetween(0.5, 0.75);

    List<Example> single = build(Corpora.documents(30, 3, 40), 0, OPTIONS);
    assertThat(single).isNotEmpty().allMatch(Example::randomNext);
  }

  @Test
  void shouldNeverDrawAtRandomInAGroupOfOneDocument() {
    List<Example> examples = build(Corpora.documents(1, 40, 7), 0, OPTIONS);
    assertThat(examples).isNotEmpty().noneMatch(Example::randomNext);
    assertThat(build(Corpora.documents(1, 1, 7), 0, OPTIONS)).isEmpty();
  }

  @Test
  void shouldCutSomeDocumentsShorter() {
    BertExampleOptions always = new BertExampleOptions(64, 1, 1, 2);
    List<Example> examples = build(Corpora.documents(200, 30, 3), 0, always);
    Set<Integer> lengths = new TreeSet<>();
    examples.forEach(example -> lengths.add(example.tokens().length));
    assertThat(lengths).hasSizeGreaterThan(15);
    // No target: all but the documents' ends are full.
    BertExampleOptions never = new BertExampleOptions(64, 0, 1, 2);
    long full =
        build(Corpora.documents(200, 30, 3), 0, never).stream()
            .filter(example -> example.tokens().length >= 60)
            .count();
    assertThat(full).isGreaterThan(200);
  }

  @Test
  void shouldNotDependOnTheOrderOfTheGroup() {
    List<TokenizedDocument> documents = Corpora.documents(30, 9, 5);
    List<TokenizedDocument> reversed = new ArrayList<>(documents);
    Collections.reverse(reversed);
    assertThat(flat(build(reversed, 1, OPTIONS))).isEqualTo(flat(build(documents, 1, OPTIONS)));
  }

  @Test
  void shouldDrawEachDuplicateAnewWithOtherIds() {
    List<TokenizedDocument> documents = Corpora.documents(30, 9, 5);
    List<Example> first = build(documents, 0, OPTIONS);
    List<Example> second = build(documents, 1, OPTIONS);
    assertThat(flat(first)).isNotEqualTo(flat(second));
    Set<Long> ids = new HashSet<>();
    first.forEach(example -> ids.add(example.id()));
    second.forEach(example -> ids.add(example.id()));
    assertThat(ids).hasSize(first.size() + second.size());
    assertThatThrownBy(() -> build(documents, 3, OPTIONS)).hasMessageContaining("[0, 3), got 3");
  }

  @Test
  void shouldIgnoreEmptySentencesAndDocuments() {
    List<TokenizedDocument> documents = new ArrayList<>(Corpora.documents(5, 9, 5));
    String expected = flat(build(documents, 0, OPTIONS));
    documents.add(Corpora.document("empty", new int[0]));
    documents.add(Corpora.document("none"));
    TokenizedDocument full = documents.get(0);
    List<TokenizedSentence> sentences = new ArrayList<>(full.sentences());
    sentences.add(4, new TokenizedSentence(new int[0], new int[0], new int[0]));
    documents.set(0, new TokenizedDocument(full.id(), 0, sentences));
    assertThat(flat(build(documents, 0, OPTIONS))).isEqualTo(expected);
  }

  @Test
  void shouldTruncateTheLongerSegmentAtBothEnds() {
    int[][] sentences = {new int[100], new int[10]};
    Arrays.setAll(sentences[0], i -> i);
    Arrays.setAll(sentences[1], i -> 200 + i);
    TokenizedDocument document = Corpora.document("d", sentences);
    Segment first = Segment.of(document, 0, 1);
    Segment second = Segment.of(document, 1, 2);
    Segment.truncate(first, second, 40, new KeyedRandom(1));
    assertThat(first.length()).isEqualTo(30);
    assertThat(second.length()).isEqualTo(10);
    TokenWindow kept = new TokenWindow(30);
    first.copyTo(kept);
    assertThat(kept.tokens()[0]).isBetween(20, 50); // 70 coins: 35 from the front, give or take
    Segment.truncate(first, second, 19, new KeyedRandom(1));
    assertThat(first.length()).isEqualTo(10);
    assertThat(second.length()).isEqualTo(9); // a tie takes from the second
  }

  @Test
  void shouldRejectOptionsOutOfRange() {
    assertThatThrownBy(() -> new BertExampleOptions(4, 0.1, 1, 0)).hasMessageContaining("got 4");
    assertThatThrownBy(() -> new BertExampleOptions(32, Double.NaN, 1, 0))
        .hasMessageContaining("short-sequence-rate");
    assertThatThrownBy(() -> new BertExampleOptions(32, 0.1, 0, 0))
        .hasMessageContaining("duplicates");
  }

  private static List<Example> build(
      List<TokenizedDocument> group, int duplicate, BertExampleOptions options) {
    List<Example> examples = new ArrayList<>();
    BertExamples.build(
        group, duplicate, options, SPECIAL, (example, origins) -> examples.add(example));
    return examples;
  }

  private static Set<Integer> documentsOf(Example example, int start, int end) {
    Set<Integer> documents = new HashSet<>();
    for (int i = start; i < end; i++) {
      documents.add(Corpora.documentOf(example.tokens()[i]));
    }
    return documents;
  }

  private static void addRange(List<Integer> used, int[] tokens, int start, int end) {
    for (int i = start; i < end; i++) {
      used.add(tokens[i]);
    }
  }

  private static String flat(List<Example> examples) {
    StringBuilder out = new StringBuilder();
    for (Example example : examples) {
      out.append(example.id()).append(Arrays.toString(example.tokens()));
      out.append(example.secondSegmentStart()).append(example.randomNext()).append('\n');
    }
    return out.toString();
  }
}
