package dev.kindling.benchmarks.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.benchmarks.JsonLines;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LearnerMeasurementTest {
  private static final TokenizerOptions OPTIONS = TokenizerOptions.hf(true);

  @Test
  void shouldCountTokensAndUnknownWordsByWords() {
    Vocabulary vocabulary = Vocabulary.of(List.of("[UNK]", "a", "##b", "c", ","));

    VocabularyQuality quality =
        VocabularyQuality.of(
            "ours", vocabulary, OPTIONS, Documents.of(List.of("A ab, abb", "c cd c ab")));

    // a, a ##b, the comma, a ##b ##b, c, unknown, c, a ##b
    assertThat(quality).isEqualTo(new VocabularyQuality("vocabulary", "ours", 5, 8, 1.5, 0.125));
  }

  @Test
  void shouldSayHowToGetThePeersTrainer() throws Exception {
    Documents documents = Documents.of(Collections.nCopies(20, "under the tree"));

    List<String> lines =
        new LearnerMeasurement(OPTIONS, documents)
            .measure(Optional.empty()).stream().map(JsonLines::of).toList();

    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("{\"row\":\"learn\",\"side\":\"kindling\"");
    assertThat(lines.get(1)).contains("\"words\":6,\"tokens_per_word\":1.0,\"unknown_rate\":0.0");
    assertThat(lines.get(2)).contains("npm install tokenizers", "--trainer FOLDER");
  }
}
