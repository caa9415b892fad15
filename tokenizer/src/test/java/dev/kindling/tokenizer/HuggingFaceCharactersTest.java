package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * In the profile HF every character of Unicode is treated as Hugging Face's tokenizer treats it,
 * whatever the options.
 */
class HuggingFaceCharactersTest {

  private static final int CHARACTERS_PER_TEXT = 256;

  @ParameterizedTest
  @CsvSource({
    "false, false, false, 97",
    "true, false, false, 97",
    "false, true, false, 97",
    "true, true, false, 97",
    "false, false, true, 1",
    "true, false, true, 97",
    "false, true, true, 97",
    "true, true, true, 1"
  })
  void shouldTreatEachCharacterAlike(
      boolean lowercase, boolean stripAccents, boolean splitIdeographs, int step) {
    BertNormalizer ours =
        new BertNormalizer(
            new TokenizerOptions(Profile.HF, lowercase, stripAccents, splitIdeographs, 100));
    List<Integer> codePoints = codePoints(step);
    try (HuggingFaceWords theirs = new HuggingFaceWords(lowercase, stripAccents, splitIdeographs)) {
      for (int from = 0; from < codePoints.size(); from += CHARACTERS_PER_TEXT) {
        StringBuilder text = new StringBuilder();
        codePoints
            .subList(from, Math.min(codePoints.size(), from + CHARACTERS_PER_TEXT))
            .forEach(c -> text.append('a').appendCodePoint(c).append("b "));
        List<String> words = new ArrayList<>();
        ours.words(text, words::add);
        assertThat(words).isEqualTo(theirs.words(text.toString()));
      }
    }
  }

  /** Of the characters that are unassigned or private, and alike, only each that the step meets. */
  private static List<Integer> codePoints(int step) {
    List<Integer> codePoints = new ArrayList<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      int type = Character.getType(c);
      boolean distinct = type != Character.PRIVATE_USE && type != Character.UNASSIGNED;
      if (type != Character.SURROGATE && (distinct || c < 0x20000 || c % step == 0)) {
        codePoints.add(c);
      }
    }
    return codePoints;
  }
}
