package dev.kindling.corpus.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final String PROSE =
      "The keeper of the light went up to the lamp with a can of oil that was all he had. ";

  @Test
  void shouldKeepProse() {
    Decision decision = Rules.decide(Rules.of(Rules.defaults()), document(PROSE.repeat(10)));
    assertThat(decision).isEqualTo(Decision.KEEP);
  }

  @Test
  void shouldDropByLengthOnBothSides() {
    assertDrop("length", "one two three", "length.minimum-words", 3, 50);
    assertDrop("length", "a ".repeat(49) + "# - !", "length.minimum-words", 49, 50);
    assertKeep("length", "a ".repeat(50));
    assertDrop("length", "a ".repeat(100_001), "length.maximum-words", 100_001, 100_000);
  }

  @Test
  void shouldDropByMeanWordLength() {
    assertDrop("mean-word-length", "a bb a bb", "mean-word-length.minimum", 1.5, 3);
    assertDrop("mean-word-length", "abcdefghijkl #", "mean-word-length.maximum", 12, 10);
    assertKeep("mean-word-length", "abc defghijklm");
    assertKeep("mean-word-length", "\ud83d\ude00abcdefghi"); // ten code points, eleven units
  }

  @Test
  void shouldDropBySymbols() {
    assertDrop("symbol-ratio", "#a #b c d", "symbol-ratio.maximum-hashes", 0.5, 0.1);
    assertDrop("symbol-ratio", "a... b… c d", "symbol-ratio.maximum-ellipses", 0.5, 0.1);
    assertKeep("symbol-ratio", "# " + "a ".repeat(9));
  }

  @Test
  void shouldDropByAlphabeticWords() {
    assertDrop("alphabetic-words", "1 2 x 4", "alphabetic-words.minimum-fraction", 0.25, 0.8);
    assertKeep("alphabetic-words", "a b c d 5");
  }

  @Test
  void shouldCountDifferentStopWords() {
    assertDrop("stop-words", "the the THE cat", "stop-words.minimum-count", 1, 2);
    assertKeep("stop-words", "“The cat,” and more");
  }

  @Test
  void shouldDropByBulletsAndEllipses() {
    assertDrop("bullet-lines", "• a\n- b\n * c", "bullet-lines.maximum-fraction", 1, 0.9);
    assertKeep("bullet-lines", "• a\n\n\nb");
    assertDrop("ellipsis-lines", "a...\nb…\nc", "ellipsis-lines.maximum-fraction", 2.0 / 3, 0.3);
    assertKeep("ellipsis-lines", "a...\nb\nc\nd..");
  }

  @Test
  void shouldDropByDuplicateLines() {
    assertDrop("duplicate-lines", "a\nb\na\n a ", "duplicate-lines.maximum-fraction", 0.5, 0.3);
    assertDrop(
        "duplicate-lines",
        "a long line\na long line\nb\nc\nd",
        "duplicate-lines.maximum-character-fraction",
        11.0 / 25,
        0.2);
    assertKeep("duplicate-lines", "a\nb\n\n\nc\nd\nlonger\nlines\nare here\na");
  }

  @Test
  void shouldDecideAboutEmptyTextWithoutFailing() {
    for (String name : Rules.defaults().keySet()) {
      assertThat(rule(name, Map.of()).decide(document(""))).isNotNull();
    }
  }

  @Test
  void shouldTakeParametersAndDefaultTheRest() {
    Rule rule = rule("length", Map.of("minimum-words", 2.0));
    assertThat(rule.decide(document("one two"))).isEqualTo(Decision.KEEP);
    assertThat(rule.decide(document("one")))
        .isEqualTo(new Decision.Drop("length.minimum-words", 1, 2));
  }

  @Test
  void shouldNameUnknownRulesAndParametersWithASuggestion() {
    assertRefused("mean-word-lenght", Map.of(), "; did you mean mean-word-length?");
    assertRefused(
        "length",
        Map.of("min-words", 1.0),
        "min-words of rule length; did you mean minimum-words?");
    assertRefused("perplexity", Map.of(), "; known are length, mean-word-length, ");
    assertRefused(
        "length",
        Map.of("minimum-words", -1.0),
        "length.minimum-words must be at least 0, got -1.0");
    assertRefused(
        "bullet-lines",
        Map.of("maximum-fraction", Double.NaN),
        "bullet-lines.maximum-fraction must be in [0, 1], got NaN");
  }

  @Test
  void shouldApplyRulesInOneOrder() {
    Map<String, Map<String, Double>> config = new LinkedHashMap<>();
    config.put("stop-words", null);
    config.put("length", Map.of());
    assertThat(Rules.of(config)).extracting(Rule::name).containsExactly("length", "stop-words");
    assertThat(Rules.of(Rules.defaults()))
        .extracting(Rule::name)
        .containsExactlyElementsOf(Rules.defaults().keySet());
  }

  @Test
  void shouldLetLaterRulesSeeEdits() {
    Rule edit = new TextRule(text -> "edited");
    Rule append = new TextRule(text -> text + "!");
    Rule drop = rule("length", Map.of());
    assertThat(Rules.decide(List.of(edit, append), document("a")))
        .isEqualTo(new Decision.Edit("edited!"));
    assertThat(Rules.decide(List.of(edit, drop), document("a")))
        .isEqualTo(new Decision.Drop("length.minimum-words", 1, 50));
    assertThat(Rules.decide(List.of(), document("a"))).isEqualTo(Decision.KEEP);
  }

  private record TextRule(UnaryOperator<String> change) implements Rule {
    @Override
    public String name() {
      return "text-rule";
    }

    @Override
    public Decision decide(Document document) {
      return new Decision.Edit(change.apply(document.text()));
    }
  }

  private static void assertDrop(
      String rule, String text, String reason, double value, double threshold) {
    assertThat(rule(rule, Map.of()).decide(document(text)))
        .isEqualTo(new Decision.Drop(reason, value, threshold));
  }

  private static void assertKeep(String rule, String text) {
    assertThat(rule(rule, Map.of()).decide(document(text))).isEqualTo(Decision.KEEP);
  }

  private static void assertRefused(String rule, Map<String, Double> parameters, String message) {
    assertThatThrownBy(() -> rule(rule, parameters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static Rule rule(String name, Map<String, Double> parameters) {
    return Rules.of(Map.of(name, parameters)).get(0);
  }

  private static Document document(String text) {
    return new Document("0".repeat(32), "in/a", 0, "in/a", text);
  }
}
