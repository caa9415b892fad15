package dev.kindling.examples;

import static dev.kindling.examples.Corpora.SPECIAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FullSentenceExamplesTest {
  private static final int CLS = SPECIAL.classification();
  private static final int SEP = SPECIAL.separator();

  @Test
  void shouldFillExamplesWithWholeSentencesAndSeparateDocuments() {
    TokenizedDocument document =
        Corpora.document("d", new int[] {10, 11, 12}, new int[] {13, 14}, new int[] {15, 16});
    TokenizedDocument other = Corpora.document("e", new int[] {20}, new int[] {21, 22, 23});
    List<TokenizedDocument> ordered = DocumentGroups.ordered(List.of(document, other), 3);
    int[][] expected =
        ordered.get(0).id().equals("d")
            ? new int[][] {
              {CLS, 10, 11, 12, 13, 14, SEP}, // 8 fit, the next two do not
              {CLS, 15, 16, SEP, 20, SEP},
              {CLS, 21, 22, 23, SEP}
            }
            : new int[][] {
              {CLS, 20, 21, 22, 23, SEP}, {CLS, 10, 11, 12, 13, 14, SEP}, {CLS, 15, 16, SEP}
            };

    assertThat(tokens(build(List.of(other, document), 8, true))).isDeepEqualTo(expected);
  }

  @Test
  void shouldHoldEveryTokenOnceAndAtMostTheSequenceLength() {
    List<TokenizedDocument> documents = Corpora.documents(30, 7, 9);
    for (int length : new int[] {5, 16, 64, 512}) {
      for (boolean cross : new boolean[] {true, false}) {
        List<Integer> seen = new ArrayList<>();
        for (Example example : build(documents, length, cross)) {
          int[] tokens = example.tokens();
          assertThat(tokens.length).isBetween(3, length);
          assertThat(tokens[0]).isEqualTo(CLS);
          assertThat(tokens[tokens.length - 1]).isEqualTo(SEP);
          assertThat(example.secondSegmentStart()).isZero();
          assertThat(example.randomNext()).isFalse();
          for (int i = 1; i < tokens.length - 1; i++) {
            if (tokens[i] != SEP) {
              seen.add(tokens[i]);
            } else {
              assertThat(cross).isTrue();
              assertThat(Corpora.documentOf(tokens[i - 1]))
                  .isNotEqualTo(Corpora.documentOf(tokens[i + 1]));
            }
          }
        }
        List<Integer> all = new ArrayList<>();
        documents.forEach(
            document ->
                document
                    .sentences()
                    .forEach(sentence -> IntStream.of(sentence.tokens()).forEach(all::add)));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
      }
    }
  }

  @Test
  void shouldCutASentenceThatIsTooLong() {
    TokenizedDocument document = Corpora.document("d", IntStream.range(10, 25).toArray());

    assertThat(tokens(build(List.of(document), 8, true)))
        .isDeepEqualTo(
            new int[][] {
              {CLS, 10, 11, 12, 13, 14, 15, SEP},
              {CLS, 16, 17, 18, 19, 20, 21, SEP},
              {CLS, 22, 23, 24, SEP}
            });
  }

  @Test
  void shouldNotDependOnTheOrderOfTheGroupAndGiveDuplicatesOtherNeighbours() {
    List<TokenizedDocument> documents = Corpora.documents(20, 5, 4);
    List<TokenizedDocument> reversed = new ArrayList<>(documents);
    Collections.reverse(reversed);
    List<Example> first = build(documents, 0, 16, true);
    List<Example> second = build(documents, 1, 16, true);

    assertThat(build(reversed, 0, 16, true)).usingRecursiveComparison().isEqualTo(first);
    assertThat(Arrays.deepToString(tokens(second)))
        .isNotEqualTo(Arrays.deepToString(tokens(first)));
    assertThat(first).extracting(Example::id).doesNotContainAnyElementsOf(ids(second));
    assertThat(ids(first)).doesNotHaveDuplicates();
  }

  private static List<Long> ids(List<Example> examples) {
    return examples.stream().map(Example::id).toList();
  }

  private static int[][] tokens(List<Example> examples) {
    return examples.stream().map(Example::tokens).toArray(int[][]::new);
  }

  private static List<Example> build(List<TokenizedDocument> group, int length, boolean cross) {
    return build(group, 0, length, cross);
  }

  private static List<Example> build(
      List<TokenizedDocument> group, int duplicate, int length, boolean cross) {
    List<Example> examples = new ArrayList<>();
    FullSentenceExamples.build(
        group,
        duplicate,
        new PackingOptions(length, cross, 3),
        SPECIAL,
        (example, origins) -> examples.add(example));
    return examples;
  }
}
