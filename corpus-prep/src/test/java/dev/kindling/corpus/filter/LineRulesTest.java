package dev.kindling.corpus.filter;

import static dev.kindling.corpus.filter.RuleTables.decide;
import static dev.kindling.corpus.filter.RuleTables.edited;
import static dev.kindling.corpus.filter.RuleTables.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.TextEdit;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineRulesTest {
  @ParameterizedTest
  @CsvSource({
    "It ends here., true",
    "It ends here!, true",
    "Does it?, true",
    "He said so., true",
    "'\"It does.\"', true",
    "It goes on, false",
    "It goes on..., false",
    "It goes on…, false",
    "A quote’, false"
  })
  void shouldRemoveLinesThatDoNotEnd(String line, boolean stays) {
    assertThat(edited(rule("unfinished-lines"), "Kept.\n" + line + "\nKept."))
        .isEqualTo(stays ? "Kept.\n" + line + "\nKept." : "Kept.\nKept.");
  }

  @ParameterizedTest
  @CsvSource({"a b c d, false", "a b c d e, true", "a  b c d e f, true"})
  void shouldRemoveLinesWithFewWords(String line, boolean stays) {
    String five = "one two three four five";
    assertThat(edited(rule("few-word-lines"), five + "\n" + line))
        .isEqualTo(stays ? five + "\n" + line : five);
  }

  @Test
  void shouldRemoveLinesWithAVeryLongWord() {
    String longest = "a".repeat(1000);
    assertThat(edited(rule("long-word-lines"), "b " + longest)).isEqualTo("b " + longest);
    assertThat(edited(rule("long-word-lines"), "b\nb " + longest + "a c\nb")).isEqualTo("b\nb");
  }

  @ParameterizedTest
  @CsvSource({
    "Please enable JavaScript.",
    "We use cookies.",
    "See our Privacy Policy and terms of use."
  })
  void shouldRemoveLinesWithAPhrase(String line) {
    assertThat(edited(rule("phrase-lines"), "First.\n" + line + "\nCookies are baked."))
        .isEqualTo("First.\nCookies are baked.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A fact[1], another [23] and more[citation needed].|A fact, another and more.",
        "Heading [edit]|Heading",
        "a [] b|a b",
        "array[0]|array",
        "[12345] [x] [1 [2 ]|[12345] [x] [1 [2 ]"
      })
  void shouldRemoveCitationMarks(String text, String left) {
    assertThat(edited(rule("citations"), text)).isEqualTo(left);
  }

  @Test
  void shouldRemoveLinesInCapitalsAndOfDigits() {
    assertThat(edited(rule("uppercase-lines"), "NASA says so.\nBUY NOW AND SAVE\nABCDEfghij"))
        .isEqualTo("NASA says so.\nABCDEfghij");
    assertThat(edited(rule("uppercase-lines"), "SHORT ONE\nABCDEFghij")).isEqualTo("SHORT ONE");
    assertThat(edited(rule("numeric-lines"), "In the year 1984\n1984-12\nabc 123\nab 123\n---"))
        .isEqualTo("In the year 1984\nabc 123\n---");
  }

  @Test
  void shouldRecordValueAndThresholdOfEachLine() {
    Decision decision = decide(rule("few-word-lines"), "a b c d e\n\nb\nc d\n\na b c d e");
    String reason = "few-word-lines.minimum-words";
    assertThat(decision)
        .isEqualTo(
            new Decision.Edit(
                "a b c d e\n\na b c d e",
                List.of(
                    new TextEdit(reason, 11, "b\n", "", 1, 5),
                    new TextEdit(reason, 13, "c d\n\n", "", 2, 5))));
  }

  @ParameterizedTest
  @CsvSource({
    "'x\nkeep', keep",
    "'keep\nx', keep",
    "'x', ''",
    "'x\n\nx\nx', ''",
    "'keep\nx\n\nkeep', 'keep\n\nkeep'",
    "'keep\n\nx\nkeep', 'keep\n\nkeep'",
    "'keep\n\nx\n\nkeep', 'keep\n\nkeep'",
    "'keep\nx\nkeep', 'keep\nkeep'",
    "'x\nkeep\nx\n\nx\nkeep\n\nx', 'keep\nkeep'"
  })
  void shouldKeepParagraphsApart(String text, String left) {
    assertThat(edited(rule("phrase-lines", "phrases", List.of("x")), text)).isEqualTo(left);
  }

  @Test
  void shouldGiveTheNewTextWhenEditsAreAppliedToTheOld() {
    SplittableRandom random = new SplittableRandom(7);
    List<Rule> rules = editing();
    int edits = 0;
    for (int i = 0; i < 500; i++) {
      String text = GeneratedText.messy(random);
      Outcome outcome = Rules.apply(rules, RuleTables.document("in/a", text, null));
      assertThat(TextEdit.apply(text, outcome.edits())).isEqualTo(outcome.document().text());
      edits += outcome.edits().size();
    }
    assertThat(edits).isGreaterThan(1_000);
  }

  private static List<Rule> editing() {
    return List.of(
        rule("long-word-lines", "maximum-characters", 12),
        rule("citations"),
        rule("unfinished-lines", "end-marks", List.of(".", "d", "5", "m", "]")),
        rule("few-word-lines", "minimum-words", 2),
        rule("phrase-lines"),
        rule("uppercase-lines", "minimum-letters", 2),
        rule("numeric-lines"),
        rule("email-addresses"),
        rule("ip-addresses"),
        rule("card-numbers"),
        rule("phone-numbers"));
  }
}
