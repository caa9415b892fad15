package dev.kindling.examples;

import static dev.kindling.examples.Corpora.SPECIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class GptExamplesTest {
  @Test
  void shouldGiveBackTheStreamWithOneTokenShared() {
    List<TokenizedDocument> documents = Corpora.documents(5, 4, 9);
    List<Example> examples = build(documents, 16);
    List<Integer> stream = new ArrayList<>();
    for (int w = 0; w < examples.size(); w++) {
      int[] tokens = examples.get(w).tokens();
      assertThat(tokens.length).isEqualTo(w < examples.size() - 1 ? 17 : tokens.length);
      assertThat(examples.get(w).secondSegmentStart()).isZero();
      assertThat(examples.get(w).randomNext()).isFalse();
      if (w > 0) {
        assertThat(tokens[0]).isEqualTo(stream.get(stream.size() - 1));
      }
      for (int i = w == 0 ? 0 : 1; i < tokens.length; i++) {
        stream.add(tokens[i]);
      }
    }
    List<Integer> expected = new ArrayList<>();
    for (TokenizedDocument document : DocumentGroups.ordered(documents, 3)) {
      for (TokenizedSentence sentence : document.sentences()) {
        for (int token : sentence.tokens()) {
          expected.add(token);
        }
      }
      expected.add(SPECIAL.endOfText());
    }
    assertThat(stream).isEqualTo(expected);
  }

  @Test
  void shouldKeepAShortLastWindowButNoneOfOneToken() {
    // 3 tokens and [EOT]: one window of 4, and the shared token alone is no example.
    assertThat(build(Corpora.documents(1, 1, 3), 3)).hasSize(1);
    List<Example> two = build(Corpora.documents(1, 1, 4), 3);
    assertThat(two).hasSize(2);
    assertThat(two.get(1).tokens()).hasSize(2);
    assertThat(build(List.of(), 3)).isEmpty();
  }

  @Test
  void shouldNotDependOnTheOrderOfTheGroup() {
    List<TokenizedDocument> documents = Corpora.documents(9, 4, 9);
    List<TokenizedDocument> reversed = new ArrayList<>(documents);
    Collections.reverse(reversed);
    List<Example> expected = build(documents, 16);
    List<Example> actual = build(reversed, 16);
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    assertThat(expected.stream().map(Example::id).distinct()).hasSameSizeAs(expected);
  }

  @Test
  void shouldRejectASequenceOfSpecialTokens() {
    assertThatThrownBy(() -> new PackingOptions(2, true, 0))
        .hasMessageContaining("sequence-length");
  }

  /** Without crossing, the windows of a document are those that it gives alone. */
  @Test
  void shouldCutEachDocumentByItselfWhereWindowsMayNotCross() {
    List<TokenizedDocument> documents = Corpora.documents(5, 4, 9);
    PackingOptions options = new PackingOptions(16, false, 3);
    List<int[]> expected = new ArrayList<>();
    for (TokenizedDocument document : DocumentGroups.ordered(documents, 3)) {
      build(List.of(document), 16).forEach(example -> expected.add(example.tokens()));
    }
    List<Example> found = new ArrayList<>();
    GptExamples.build(documents, options, SPECIAL, (example, origins) -> found.add(example));

    assertThat(found).extracting(Example::tokens).containsExactlyElementsOf(expected);
    assertThat(found.stream().map(Example::id).distinct()).hasSameSizeAs(found);
  }

  private static List<Example> build(List<TokenizedDocument> group, int sequenceLength) {
    List<Example> examples = new ArrayList<>();
    GptExamples.build(
        group,
        new PackingOptions(sequenceLength, true, 3),
        SPECIAL,
        (example, origins) -> examples.add(example));
    return examples;
  }
}
