package dev.kindling.corpus.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import dev.kindling.corpus.TextEdit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final String PROSE =
      "The keeper of the light went up to the lamp with a can of oil that was all he had. ";

  private static final RuleResources NO_FILES =
      path -> {
        throw new IllegalArgumentException("no file " + path);
      };

  @Test
  void shouldKeepProse() {
    Document prose = document(PROSE.repeat(10));
    assertThat(Rules.apply(Rules.of(Rules.defaults(), NO_FILES), prose))
        .isEqualTo(new Outcome(prose, Optional.empty(), List.of()));
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
    for (String name : Rules.known().keySet()) {
      if (!name.equals("contamination")) { // needs a file
        assertThat(decide(rule(name, Map.of()), "")).isNotNull();
      }
    }
  }

  @Test
  void shouldTakeParametersAndDefaultTheRest() {
    Rule rule = rule("length", Map.of("minimum-words", 2.0));
    assertThat(decide(rule, "one two")).isEqualTo(Decision.KEEP);
    assertThat(decide(rule, "one")).isEqualTo(new Decision.Drop("length.minimum-words", 1, 2));
  }

  @Test
  void shouldNameUnknownRulesAndParametersWithASuggestion() {
    assertRefused("mean-word-lenght", Map.of(), "; did you mean mean-word-length?");
    assertRefused(
        "length",
        Map.of("min-words", 1.0),
        "min-words of rule length; did you mean minimum-words?");
    assertRefused("perplexity", Map.of(), "; known are ");
    assertRefused(
        "length",
        Map.of("minimum-words", -1.0),
        "length.minimum-words must be a number, at least 0, got -1.0");
    assertRefused(
        "bullet-lines",
        Map.of("maximum-fraction", Double.NaN),
        "bullet-lines.maximum-fraction must be a number in [0, 1], got NaN");
  }

  @Test
  void shouldApplyRulesInOneOrder() {
    Map<String, Map<String, Object>> config = new LinkedHashMap<>();
    config.put("stop-words", null);
    config.put("length", Map.of());
    assertThat(Rules.of(config, NO_FILES))
        .extracting(Rule::name)
        .containsExactly("length", "stop-words");
    assertThat(Rules.of(Rules.defaults(), NO_FILES))
        .extracting(Rule::name)
        .containsExactlyElementsOf(Rules.defaults().keySet());
  }

  @Test
  void shouldLetLaterRulesSeeEdits() {
    Rule edit = new Append("edit", "b");
    Rule append = new Append("append", "!");
    TextEdit first = new TextEdit("edit.tail", 1, "", "b", 1, 0);
    TextEdit second = new TextEdit("append.tail", 2, "", "!", 2, 0);
    assertThat(Rules.apply(List.of(edit, append), document("a")))
        .isEqualTo(new Outcome(document("ab!"), Optional.empty(), List.of(first, second)));
    assertThat(Rules.apply(List.of(edit, rule("length", Map.of())), document("a")))
        .isEqualTo(
            new Outcome(
                document("ab"),
                Optional.of(new Decision.Drop("length.minimum-words", 1, 50)),
                List.of(first)));
    assertThat(Rules.apply(List.of(), document("a")).drop()).isEmpty();
    assertThat(TextEdit.apply("a", List.of(first, second))).isEqualTo("ab!");
  }

  @Test
  void shouldRefuseEditsOfAnotherText() {
    TextEdit edit = new TextEdit("few-word-lines.minimum-words", 1, "b", "", 1, 5);
    assertThat(TextEdit.apply("abc", List.of(edit))).isEqualTo("ac");
    assertThatThrownBy(() -> TextEdit.apply("acb", List.of(edit)))
        .hasMessage("edit few-word-lines.minimum-words at 1 does not fit the text");
    assertThatThrownBy(() -> TextEdit.apply("abc", List.of(edit, edit)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldOverridePresets() {
    Map<String, Map<String, Object>> rules =
        Rules.override(
            Rules.preset("gopher"),
            Map.of("length", Map.of("minimum-words", 2.0), "stop-words", Map.of("enabled", false)));
    Map<String, Map<String, Object>> resolved = Rules.resolve(rules);
    assertThat(resolved.get("length"))
        .isEqualTo(Map.of("minimum-words", 2.0, "maximum-words", 100_000.0));
    assertThat(resolved.get("stop-words")).isEqualTo(Map.of("enabled", false));
    assertThat(Rules.resolve(Rules.override(Rules.preset("gopher"), resolved))).isEqualTo(resolved);
    assertThat(Rules.of(resolved, NO_FILES))
        .extracting(Rule::name)
        .contains("length", "bullet-lines")
        .doesNotContain("stop-words");
    assertThatThrownBy(() -> Rules.preset("gofer"))
        .hasMessage("unknown preset gofer; did you mean gopher?");
  }

  private record Append(String name, String tail) implements Rule {
    @Override
    public Decision decide(Document document, TextScan scan) {
      int end = scan.text().length();
      return new Decision.Edit(
          scan.text() + tail, List.of(new TextEdit(name + ".tail", end, "", tail, end, 0)));
    }
  }

  private static void assertDrop(
      String rule, String text, String reason, double value, double threshold) {
    assertThat(decide(rule(rule, Map.of()), text))
        .isEqualTo(new Decision.Drop(reason, value, threshold));
  }

  private static void assertKeep(String rule, String text) {
    assertThat(decide(rule(rule, Map.of()), text)).isEqualTo(Decision.KEEP);
  }

  private static void assertRefused(String rule, Map<String, Object> parameters, String message) {
    assertThatThrownBy(() -> rule(rule, parameters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static Rule rule(String name, Map<String, Object> parameters) {
    return Rules.of(Map.of(name, parameters), NO_FILES).get(0);
  }

  private static Decision decide(Rule rule, String text) {
    return rule.decide(document(text), new TextScan(text));
  }

  private static Document document(String text) {
    return new Document("0".repeat(32), "in/a", 0, "in/a", text);
  }
}
