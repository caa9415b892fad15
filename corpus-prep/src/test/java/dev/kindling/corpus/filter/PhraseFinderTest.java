package dev.kindling.corpus.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PhraseFinderTest {
  @Test
  void shouldFindWhatAPlainSearchFinds() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 300; i++) {
      Set<String> phrases = new HashSet<>();
      for (int p = random.nextInt(12); p >= 0; p--) {
        phrases.add(letters(random, 1 + random.nextInt(5)));
      }
      String text = letters(random, random.nextInt(80));
      assertThat(found(new PhraseFinder(List.copyOf(phrases), false), text))
          .containsExactlyInAnyOrderElementsOf(plain(phrases, text));
    }
  }

  @Test
  void shouldNotCareForCaseOrEmptyPhrases() {
    PhraseFinder finder = new PhraseFinder(List.of("", "ÄRGER", "b", "B"), false);
    assertThat(found(finder, "Ärger B")).containsExactly("ärger 0 5", "b 6 7");
    assertThat(found(new PhraseFinder(List.of(), true), "anything")).isEmpty();
  }

  @Test
  void shouldFindWholeWordsOnly() {
    PhraseFinder finder = new PhraseFinder(List.of("ham", "#1"), true);
    assertThat(found(finder, "ham hamster Birmingham ham_1 ham-fisted a#1 #1."))
        .containsExactly("ham 0 3", "ham 29 32", "#1 44 46");
  }

  @Test
  void shouldHoldManyPhrases() {
    List<String> phrases = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      phrases.add("phrase " + i);
    }
    assertThat(found(new PhraseFinder(phrases, true), "a phrase 19999, phrase 20000"))
        .containsExactly("phrase 19999 2 14");
  }

  private static List<String> found(PhraseFinder finder, String text) {
    List<String> found = new ArrayList<>();
    finder.find(text, (phrase, start, end) -> found.add(phrase + " " + start + " " + end));
    return found;
  }

  private static List<String> plain(Set<String> phrases, String text) {
    List<String> found = new ArrayList<>();
    for (String phrase : phrases) {
      for (int i = text.indexOf(phrase); i >= 0; i = text.indexOf(phrase, i + 1)) {
        found.add(phrase + " " + i + " " + (i + phrase.length()));
      }
    }
    return found;
  }

  private static String letters(SplittableRandom random, int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append((char) ('a' + random.nextInt(3)));
    }
    return letters.toString();
  }
}
