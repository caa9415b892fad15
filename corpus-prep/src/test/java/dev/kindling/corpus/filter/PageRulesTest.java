package dev.kindling.corpus.filter;

import static dev.kindling.corpus.filter.RuleTables.decide;
import static dev.kindling.corpus.filter.RuleTables.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.Decision;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules with one measurement: below, at and above their defaults. */
class PageRulesTest {
  /** Rule and parameter, a text, what it measures, the default. A text within the limit is kept. */
  static Stream<Arguments> measurements() {
    return Stream.of(
        row("character-count.minimum", "\ud83d\ude00".repeat(299), 299, 300, true),
        row("character-count.minimum", "\ud83d\ude00".repeat(300), 300, 300, false),
        row("length.minimum-words", "a ".repeat(49), 49, 50, true),
        row("length.minimum-words", "a ".repeat(50), 50, 50, false),
        row("length.maximum-words", "a ".repeat(100_000), 100_000, 100_000, false),
        row("length.maximum-words", "a ".repeat(100_001), 100_001, 100_000, true),
        row("mean-word-length.minimum", "ab abc", 2.5, 3, true),
        row("mean-word-length.minimum", "abc abc", 3, 3, false),
        row("mean-word-length.maximum", "abcdefghij", 10, 10, false),
        row("mean-word-length.maximum", "abcdefghijk", 11, 10, true),
        row("symbol-ratio.maximum-hashes", "# " + "a ".repeat(9), 0.1, 0.1, false),
        row("symbol-ratio.maximum-hashes", "# # " + "a ".repeat(8), 0.2, 0.1, true),
        row("symbol-ratio.maximum-ellipses", "a... " + "a ".repeat(9), 0.1, 0.1, false),
        row("symbol-ratio.maximum-ellipses", "a... b… " + "a ".repeat(8), 0.2, 0.1, true),
        row("alphabetic-words.minimum-fraction", "1 2 3 a b c d", 4 / 7.0, 0.8, true),
        row("alphabetic-words.minimum-fraction", "1 a b c d", 0.8, 0.8, false),
        row("stop-words.minimum-count", "the cat the cat", 1, 2, true),
        row("stop-words.minimum-count", "the cat of it", 2, 2, false),
        row("bullet-lines.maximum-fraction", "- a\n".repeat(9) + "b", 0.9, 0.9, false),
        row("bullet-lines.maximum-fraction", "- a\n".repeat(10), 1, 0.9, true),
        row("ellipsis-lines.maximum-fraction", "a…\n".repeat(3) + "b\n".repeat(7), .3, .3, false),
        row("ellipsis-lines.maximum-fraction", "a…\n".repeat(4) + "b\n".repeat(6), .4, .3, true),
        row("sentence-count.minimum", "It was so. He went home.", 2, 3, true),
        row("sentence-count.minimum", "It was so. He went home.\nThe end.", 3, 3, false),
        row("punctuated-lines.minimum-fraction", "a.\n" + "b\n".repeat(8), 1 / 9.0, .12, true),
        row("punctuated-lines.minimum-fraction", "a.\n" + "b\n".repeat(7), .125, .12, false),
        row("short-lines.maximum-fraction", lines(67, 33), 0.67, 0.67, false),
        row("short-lines.maximum-fraction", lines(68, 32), 0.68, 0.67, true),
        row("line-breaks.maximum-ratio", "a b c d\n\ne f g\nh i\nj", 0.3, 0.3, false),
        row("line-breaks.maximum-ratio", "a b c d\ne f g\nh i\nj\nk", 4 / 11.0, 0.3, true));
  }

  @ParameterizedTest
  @MethodSource("measurements")
  void shouldDropOnlyBeyondTheThreshold(
      String reason, String text, double value, double threshold, boolean drops) {
    Decision decision = decide(rule(reason.substring(0, reason.indexOf('.'))), text);
    assertThat(decision)
        .isEqualTo(drops ? new Decision.Drop(reason, value, threshold) : Decision.KEEP);
  }

  @Test
  void shouldDropByForbiddenText() {
    assertThat(decide(rule("forbidden-text"), "Some LOREM Ipsum."))
        .isEqualTo(new Decision.Drop("forbidden-text.texts", 1, 0, "lorem ipsum"));
    assertThat(decide(rule("forbidden-text"), "if (a) {b}"))
        .isEqualTo(new Decision.Drop("forbidden-text.texts", 1, 0, "{"));
    assertThat(decide(rule("forbidden-text"), "lorem\nipsum }")).isEqualTo(Decision.KEEP);
  }

  @Test
  void shouldCountBadWords() {
    Rule rule = rule("bad-words", "words", List.of("darn"), "files", List.of("words.txt"));
    assertThat(decide(rule, "What the Heck, darn")).isEqualTo(drop(2, 0, "heck"));
    assertThat(decide(rule, "in two words")).isEqualTo(drop(1, 0, "two words"));
    assertThat(decide(rule, "heckler, two wordsmiths, darn_it")).isEqualTo(Decision.KEEP);
    Rule inside =
        rule("bad-words", "words", List.of("darn"), "whole-words", false, "maximum-count", 1.0);
    assertThat(decide(inside, "darned")).isEqualTo(Decision.KEEP);
    assertThat(decide(inside, "darned darn")).isEqualTo(drop(2, 1, "darn"));
  }

  private static Decision drop(double count, double maximum, String word) {
    return new Decision.Drop("bad-words.maximum-count", count, maximum, word);
  }

  private static String lines(int ofThirty, int ofThirtyOne) {
    return ("a".repeat(30) + "\n").repeat(ofThirty) + ("b".repeat(31) + "\n").repeat(ofThirtyOne);
  }

  private static Arguments row(
      String reason, String text, double value, double threshold, boolean drops) {
    return Arguments.of(reason, text, value, threshold, drops);
  }
}
