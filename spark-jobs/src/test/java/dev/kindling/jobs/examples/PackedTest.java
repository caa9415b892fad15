package dev.kindling.jobs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.examples.Example;
import dev.kindling.examples.TokenizedDocument;
import org.junit.jupiter.api.Test;

final class PackedTest {
  private static final int[] EDGES = {0, 127, 128, 16_383, 16_384, Integer.MAX_VALUE};

  @Test
  void shouldReturnADocumentAsItWas() {
    int[][] sentences = {EDGES, {}, {7}};

    TokenizedDocument document = Packed.document("id", Packed.document(sentences));

    assertThat(document.id()).isEqualTo("id");
    assertThat(document.sentences()).isDeepEqualTo(sentences);
  }

  @Test
  void shouldReturnAnExampleAsItWas() {
    Example example = Packed.example(Packed.example(new Example(-5L, EDGES, 300, true)));

    assertThat(example.id()).isEqualTo(-5L);
    assertThat(example.tokens()).containsExactly(EDGES);
    assertThat(example.secondSegmentStart()).isEqualTo(300);
    assertThat(example.randomNext()).isTrue();
  }
}
