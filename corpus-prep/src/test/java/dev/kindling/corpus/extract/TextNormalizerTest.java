package dev.kindling.corpus.extract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextNormalizerTest {
  @Test
  void shouldUnifyLineEndsAndBlanks() {
    assertThat(TextNormalizer.normalize("\ufeff a\u00a0\t b \r\nc\rd\u2028e\u0085\n\n\n \n f \n\n"))
        .isEqualTo("a b\nc\nd\ne\n\nf");
  }

  @Test
  void shouldComposeAndDropControlCharacters() {
    assertThat(TextNormalizer.normalize("Cafe\u0301\u0000 e\u0007\u0301")).isEqualTo("Café é");
  }

  @Test
  void shouldReplaceLoneSurrogatesAndKeepPairs() {
    assertThat(TextNormalizer.normalize("\ud83d\ude00 \ud83d x \ude00"))
        .isEqualTo("\ud83d\ude00 \ufffd x \ufffd");
  }

  @Test
  void shouldCutRunsOfCombiningMarks() {
    // Sorting two million of them by class would take days.
    String marks = "\u0301\u0316".repeat(1_000_000);
    assertThat(TextNormalizer.normalize("x" + marks + "q" + marks)).hasSize(62).contains("q");
    assertThat(TextNormalizer.normalize("x" + "\u0316".repeat(30) + "y")).hasSize(32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n",
        "a\r\n\r\n\r\nb",
        "e\u0007\u0301",
        "\u212b \u2126",
        "x\u000b\f y\u00a0",
        "x\u0344\u0344\u0344\u0344\u0344\u0344\u0344\u0344\u0344\u0344\u0344\u0344\u0344\u0344\u0344\u0344\u0344"
      })
  void shouldChangeNothingTheSecondTime(String text) {
    String once = TextNormalizer.normalize(text);
    assertThat(TextNormalizer.normalize(once)).isEqualTo(once);
  }
}
