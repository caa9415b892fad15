package dev.kindling.corpus.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresetsTest {
  private static final List<String> GOPHER =
      List.of(
          "duplicate-lines",
          "duplicate-paragraphs",
          "top-ngrams",
          "duplicate-ngrams",
          "length",
          "mean-word-length",
          "symbol-ratio",
          "alphabetic-words",
          "stop-words",
          "bullet-lines",
          "ellipsis-lines");

  @ParameterizedTest
  @ValueSource(strings = {"none", "gopher", "c4", "fineweb", "books"})
  void shouldBeValidAndInTheOrderOfApplication(String name) {
    Map<String, Map<String, Object>> preset = Rules.preset(name);
    assertThat(Rules.resolve(preset).keySet()).containsExactlyElementsOf(preset.keySet());
    assertThat(Rules.of(preset, path -> List.of())).hasSameSizeAs(preset.keySet());
    assertThat(Rules.files(preset)).isEmpty();
  }

  @Test
  void shouldHoldTheRulesOfTheirSources() {
    assertThat(Rules.preset("gopher").keySet()).containsExactlyElementsOf(GOPHER);
    assertThat(Rules.preset("c4")).doesNotContainKeys("length", "language");
    assertThat(Rules.preset("fineweb").keySet())
        .startsWith("language")
        .containsAll(GOPHER)
        .doesNotContain("unfinished-lines")
        .endsWith("email-addresses", "ip-addresses");
    assertThat(Rules.resolve(Rules.preset("fineweb")).get("few-word-lines"))
        .isEqualTo(Map.of("minimum-words", 3.0));
  }

  @Test
  void shouldNameTheFilesOfRulesThatRun() {
    assertThat(
            Rules.files(
                Map.of(
                    "blocked-hosts", Map.of("files", List.of("a.txt", "b.txt")),
                    "bad-words", Map.of("files", List.of("a.txt")),
                    "phrase-lines", Map.of("files", List.of("c.txt"), "enabled", false))))
        .containsExactly("a.txt", "b.txt");
  }

  @Test
  void shouldReportAllProblemsAtOnce() {
    assertThatThrownBy(
            () ->
                Rules.resolve(
                    Map.of(
                        "length", Map.of("minimum-words", 5, "maximum-words", 3),
                        "bad-words", Map.of("words", "heck", "whole-words", "yes"),
                        "stop-words", Map.of("enabled", 1))))
        .hasMessageContaining("length.minimum-words is 5.0, above maximum-words, 3.0")
        .hasMessageContaining("bad-words.words must be a list of texts, got heck")
        .hasMessageContaining("bad-words.whole-words must be true or false, got yes")
        .hasMessageContaining("stop-words.enabled must be true or false, got 1");
  }
}
