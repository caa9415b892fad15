package dev.kindling.jobs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.examples.Example;
import dev.kindling.examples.Origin;
import dev.kindling.examples.TokenizedDocument;
import dev.kindling.examples.TokenizedSentence;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PackedTest {
  private static final int[] EDGES = {0, 127, 128, 16_383, 16_384, Integer.MAX_VALUE};
  private static final int[] ENDS = {8, 8, 8, 12, 299, 301};

  @Test
  void shouldReturnADocumentAsItWas() {
    List<TokenizedSentence> sentences =
        List.of(
            new TokenizedSentence(EDGES, new int[] {5, 5, 5, 9, 12, 300}, ENDS),
            new TokenizedSentence(new int[0], new int[0], new int[0]),
            new TokenizedSentence( // pieces that share characters of the text
                new int[] {1, 2, 3}, new int[] {300, 300, 300}, new int[] {301, 302, 301}),
            new TokenizedSentence(new int[] {7}, new int[] {5_000}, new int[] {70_000}));

    TokenizedDocument document = Packed.document("id", 3, Packed.document(sentences));

    assertThat(document.id()).isEqualTo("id");
    assertThat(document.part()).isEqualTo(3);
    assertThat(document.sentences()).usingRecursiveComparison().isEqualTo(sentences);
  }

  @Test
  void shouldReturnAnExampleAsItWas() {
    List<Origin> origins =
        List.of(
            new Origin(1, 4, "0123456789abcdef0123456789abcdef", 70_000, 70_020),
            new Origin(6, 2, "f".repeat(32), 0, Integer.MAX_VALUE));
    Packed.Traced traced =
        Packed.example(Packed.example(new Example(-5L, EDGES, 300, true), origins));

    Example example = traced.example();
    assertThat(example.id()).isEqualTo(-5L);
    assertThat(example.tokens()).containsExactly(EDGES);
    assertThat(example.secondSegmentStart()).isEqualTo(300);
    assertThat(example.randomNext()).isTrue();
    assertThat(traced.origins()).isEqualTo(origins);
  }
}
