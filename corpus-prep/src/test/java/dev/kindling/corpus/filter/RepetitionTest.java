package dev.kindling.corpus.filter;

import static dev.kindling.corpus.filter.RuleTables.decide;
import static dev.kindling.corpus.filter.RuleTables.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.Decision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Repetition against a plain reading of the definitions, with strings for n-grams. */
class RepetitionTest {
  @Test
  void shouldCountNgramsAsTheDefinitionsSay() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 200; i++) {
      String text = GeneratedText.repetitive(random, random.nextInt(200), 1 + random.nextInt(60));
      List<String> words = words(text);
      Ngrams ngrams = new TextScan(text).ngrams();
      for (int n = 1; n <= 10; n++) {
        assertThat(ngrams.topCharacters(n)).isEqualTo(topCharacters(words, n));
        assertThat(ngrams.duplicateCharacters(n)).isEqualTo(duplicateCharacters(words, n));
      }
    }
  }

  @Test
  void shouldCountPiecesAsTheDefinitionsSay() {
    SplittableRandom random = new SplittableRandom(12);
    for (int i = 0; i < 200; i++) {
      String text = GeneratedText.repetitive(random, random.nextInt(60), 3);
      List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      int duplicates = lines.size() - new HashSet<>(lines).size();
      int characters = lines.stream().mapToInt(String::length).sum();
      int different = new HashSet<>(lines).stream().mapToInt(String::length).sum();
      assertThat(Duplicates.of(text, new TextScan(text).lines()))
          .isEqualTo(new Duplicates(duplicates, characters - different, lines.size(), characters));
    }
  }

  @Test
  void shouldDropByTopNgramsBeyondTheThreshold() {
    // "a b" three times: 9 of 45 characters, and 9 of 44
    String atThreshold = "a b c a b d a b " + "e".repeat(10) + " " + "f".repeat(18);
    assertThat(atThreshold).hasSize(45);
    Rule rule = rule("top-ngrams", "maximum-3-gram-fraction", 1, "maximum-4-gram-fraction", 1);
    assertThat(decide(rule, atThreshold)).isEqualTo(Decision.KEEP);
    assertThat(decide(rule, atThreshold.substring(0, 44)))
        .isEqualTo(new Decision.Drop("top-ngrams.maximum-2-gram-fraction", 9 / 44.0, 0.2));
  }

  @Test
  void shouldDropByDuplicateNgramsBeyondTheThreshold() {
    // five words of 3 letters again: 15 of 100 characters, and 15 of 99
    String five = "abc bcd cde def efg ";
    String atThreshold = five + "x".repeat(29) + " " + five + "y".repeat(30);
    assertThat(atThreshold).hasSize(100);
    assertThat(decide(rule("duplicate-ngrams"), atThreshold)).isEqualTo(Decision.KEEP);
    assertThat(decide(rule("duplicate-ngrams"), atThreshold.substring(0, 99)))
        .isEqualTo(new Decision.Drop("duplicate-ngrams.maximum-5-gram-fraction", 15 / 99.0, 0.15));
  }

  @Test
  void shouldNameTheLongestNgramThatIsTooMuch() {
    String ten = "aa ab ac ad ae af ag ah ai aj ";
    Rule rule =
        rule(
            "duplicate-ngrams",
            "maximum-5-gram-fraction",
            1,
            "maximum-6-gram-fraction",
            1,
            "maximum-7-gram-fraction",
            1,
            "maximum-8-gram-fraction",
            1,
            "maximum-9-gram-fraction",
            1);
    assertThat(decide(rule, ten + ten))
        .isEqualTo(new Decision.Drop("duplicate-ngrams.maximum-10-gram-fraction", 20 / 60.0, 0.1));
  }

  @Test
  void shouldDropByDuplicateParagraphs() {
    String text = "a\nb\n\nc\n\na\nb\n\nd";
    assertThat(decide(rule("duplicate-paragraphs"), text))
        .isEqualTo(
            new Decision.Drop("duplicate-paragraphs.maximum-character-fraction", 3 / 8.0, 0.2));
    assertThat(decide(rule("duplicate-paragraphs", "maximum-fraction", 0.2), text))
        .isEqualTo(new Decision.Drop("duplicate-paragraphs.maximum-fraction", 0.25, 0.2));
    assertThat(decide(rule("duplicate-paragraphs"), "a\nb\na\nb\na")).isEqualTo(Decision.KEEP);
  }

  @Test
  void shouldDropByRemainingDuplicateLines() {
    String one = "x".repeat(1);
    assertThat(decide(rule("remaining-duplicate-lines"), one + "\n" + "y".repeat(98) + "\n" + one))
        .isEqualTo(Decision.KEEP);
    assertThat(decide(rule("remaining-duplicate-lines"), one + "\n" + "y".repeat(97) + "\n" + one))
        .isEqualTo(
            new Decision.Drop(
                "remaining-duplicate-lines.maximum-character-fraction", 1 / 99.0, 0.01));
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>(List.of(text.strip().split("\\s+")));
    words.remove("");
    return words;
  }

  private static long topCharacters(List<String> words, int n) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i + n <= words.size(); i++) {
      counts.merge(String.join(" ", words.subList(i, i + n)), 1, Integer::sum);
    }
    int most = counts.values().stream().max(Integer::compare).orElse(0);
    return counts.entrySet().stream()
        .filter(e -> e.getValue() == most)
        .findFirst()
        .map(e -> (long) e.getKey().length() * most)
        .orElse(0L);
  }

  private static long duplicateCharacters(List<String> words, int n) {
    Set<String> seen = new HashSet<>();
    long characters = 0;
    int i = 0;
    while (i + n <= words.size()) {
      List<String> ngram = words.subList(i, i + n);
      if (seen.add(String.join(" ", ngram))) {
        i++;
      } else {
        characters += String.join("", ngram).length();
        i += n;
      }
    }
    return characters;
  }
}
