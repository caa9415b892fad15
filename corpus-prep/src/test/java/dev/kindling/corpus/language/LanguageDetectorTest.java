package dev.kindling.corpus.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageDetectorTest {
  private static final String ENGLISH =
      "The keeper of the light went up to the lamp with a can of oil that was all he had. ";
  private final LanguageDetector detector = new LanguageDetector();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          eng | The keeper of the light went up to the lamp with a can of oil that was all he had.
          deu | Der Wärter stieg mit einer Kanne Öl zur Lampe hinauf, und das war alles, was er hatte.
          fra | Le gardien monta vers la lampe avec un bidon d'huile ; c'était tout ce qu'il avait.
          spa | El guardián subió hasta la lámpara con una lata de aceite, que era todo lo que tenía.
          rus | Смотритель поднялся к лампе с банкой масла, и это было всё, что у него было.
          ell | Ο φύλακας ανέβηκε στη λάμπα με ένα δοχείο λάδι, που ήταν ό,τι είχε.
          jpn | 灯台守は油の缶を持ってランプのところへ上がった。それが彼の持っているすべてだった。
          cmn | 看守人提着一罐油走到灯前，这是他所有的一切，他没有别的东西了。
          """)
  void shouldNameTheLanguageOfOneSentence(String code, String text) {
    Language language = detector.detect(text);
    assertThat(language.code()).isEqualTo(code);
    assertThat(language.score()).isBetween(0.65, 1.0);
  }

  @Test
  void shouldScoreShortAndLongTextsAlike() {
    assertThat(detector.detect(ENGLISH).score()).isGreaterThan(0.9);
    assertThat(detector.detect(ENGLISH.repeat(100)).score()).isGreaterThan(0.9);
  }

  @Test
  void shouldNotGuessWithoutLetters() {
    assertThat(detector.detect("")).isEqualTo(Language.UNKNOWN);
    assertThat(detector.detect("123 456 --- 789 ".repeat(50))).isEqualTo(Language.UNKNOWN);
    assertThat(detector.detect("Nine abcde")).isEqualTo(Language.UNKNOWN);
    assertThat(detector.detect("Nine abcdef").code()).isNotEqualTo("und");
  }

  @Test
  void shouldBeUnsureOfTwoLanguagesAtOnce() {
    String mixed =
        ENGLISH
            + "Der Wärter stieg mit einer Kanne Öl zur Lampe hinauf, das war alles, was er tat.";
    assertThat(detector.detect(mixed).score()).isLessThan(detector.detect(ENGLISH).score());
  }

  @Test
  void shouldLookAtABoundedSampleFromTheWholeText() {
    String text = "a".repeat(3_000) + "b".repeat(3_000) + "c".repeat(3_000);
    assertThat(TextSample.of(text))
        .isEqualTo("a".repeat(500) + "\n" + "b".repeat(500) + "\n" + "c".repeat(500) + "\n");
    String whole = "a".repeat(TextSample.WHOLE_UNITS);
    assertThat(TextSample.of(whole)).isSameAs(whole);
  }

  @Test
  void shouldNeverCutACharacterInTwo() {
    for (int before = 0; before < 2; before++) {
      String sample = TextSample.of("x".repeat(before) + "\ud83d\ude00".repeat(2_000));
      assertThat(sample.codePoints().filter(c -> Character.getType(c) == Character.SURROGATE))
          .isEmpty();
    }
  }
}
