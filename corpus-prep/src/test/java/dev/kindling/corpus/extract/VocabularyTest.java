package dev.kindling.corpus.extract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
  private final Vocabulary words = new Vocabulary("nav share", "comments");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nav",
        "NAV",
        "topNav",
        "top-nav",
        "nav_list",
        "x nav2",
        "share",
        "post__share--big"
      })
  void shouldFindAWord(String name) {
    assertThat(words.isIn(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "navy", "shared", "unav", "comment", "commentsare", "naïve"})
  void shouldNotFindAWordInsideAnother(String name) {
    assertThat(words.isIn(name)).isFalse();
  }
}
