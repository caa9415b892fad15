package dev.kindling.benchmarks.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncodingPassTest {
  private static final byte[] JSON = TokenizerFile.read(Optional.empty());

  @ParameterizedTest
  @EnumSource
  void shouldEncodeEveryDocumentOnceOnAnyThreads(EncoderSide side) {
    List<String> texts =
        IntStream.range(0, 1_000).mapToObj(i -> i % 2 == 0 ? "the" : "Ünder the tree").toList();

    for (int threads : new int[] {1, 3}) {
      try (EncodingPass pass = new EncodingPass(side, JSON, Documents.of(texts), threads)) {
        assertThat(pass.run(pass.newWorkers())).isEqualTo(500 + 3 * 500);
        assertThat(pass.run(pass.newWorkers())).isEqualTo(500 + 3 * 500);
      }
    }
  }

  @Test
  void shouldMeasureEverySideAndOursOnOneThreadToo() {
    Documents documents = Documents.of(List.of("the tree", "under"));

    assertThat(InterleavedRates.measure(JSON, documents, 2, 1))
        .extracting(rate -> rate.side() + " " + rate.threads())
        .containsExactly(
            "kindling-utf8 2",
            "kindling-utf8 1",
            "kindling-chars 2",
            "kindling-chars 1",
            "hugging-face-each 2",
            "hugging-face-batch 2");
  }

  @Test
  void shouldCountDocumentsWhoseIdsDiffer() {
    // the peer finds special tokens in the text, which are text to us
    Documents documents = Documents.of(List.of("the tree", "a [SEP] b", "Ünder"));

    assertThat(IdsCompared.of(JSON, documents))
        .containsExactly(
            new IdsCompared("ids", "kindling-utf8", 3, 8, 1),
            new IdsCompared("ids", "kindling-chars", 3, 8, 1));
  }
}
