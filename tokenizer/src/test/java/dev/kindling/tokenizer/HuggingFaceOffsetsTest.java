package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places of pieces, and special tokens in the text, equal those of Hugging Face's tokenizer. */
class HuggingFaceOffsetsTest {

  private static final int LINES = 3_000;

  @ParameterizedTest
  @CsvSource({
    "false, false, true",
    "true, true, true",
    "true, true, false",
    "true, false, true",
    "false, true, false"
  })
  void shouldGiveTheSamePlaces(boolean lowercase, boolean stripAccents, boolean splitIdeographs) {
    TokenizerOptions options =
        new TokenizerOptions(Profile.HF, lowercase, stripAccents, splitIdeographs, 20);
    List<String> lines = lines(new TextGenerator(11, characters()));
    lines.removeIf(line -> hasMovableMark(line, options));
    Vocabulary vocabulary = letters(lines, options);
    WordPieceEncoder ours =
        Tokenizer.of(vocabulary, options).encoder(SpecialTokensInText.RECOGNIZED);
    int unknown = 0;
    assertThat(lines).hasSizeGreaterThan(LINES / 2);
    try (HuggingFace theirs = new HuggingFace(vocabulary, options)) {
      for (String line : lines) {
        Encoding actual = ours.encodeWithOffsets(line);
        Encoding expected = theirs.encodeWithOffsets(line);
        assertThat(actual.ids()).as(line).containsExactly(expected.ids());
        assertThat(actual.starts()).as(line).containsExactly(expected.starts());
        assertThat(actual.ends()).as(line).containsExactly(expected.ends());
        assertThat(ours.encode(line)).as(line).containsExactly(expected.ids());
        for (int id : actual.ids()) {
          unknown += id == vocabulary.id(SpecialToken.UNKNOWN) ? 1 : 0;
        }
      }
    }
    assertThat(unknown).as("a test that says something").isGreaterThan(LINES / 10);
  }

  /** Marks that change places; theirs counts those that are then stripped. */
  private static boolean hasMovableMark(String line, TokenizerOptions options) {
    CharacterTable table = CharacterTable.of(options);
    return line.codePoints()
        .anyMatch(c -> CharacterTable.kind(table.entry(c)) == CharacterTable.CONTEXT);
  }

  /** Some lines with special tokens thrown in, whole and cut. */
  private static List<String> lines(TextGenerator generator) {
    Random random = new Random(12);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      StringBuilder line = new StringBuilder(generator.line());
      for (int j = random.nextInt(4); j > 0; j--) {
        String token = SpecialToken.values()[random.nextInt(6)].text();
        int at =
            line.offsetByCodePoints(0, random.nextInt(line.codePointCount(0, line.length()) + 1));
        line.insert(at, token.substring(0, random.nextInt(8) == 0 ? 3 : token.length()));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** The letters of most words, alone and in pairs, so that pieces end in the middle of words. */
  private static Vocabulary letters(List<String> lines, TokenizerOptions options) {
    Set<String> pieces = new LinkedHashSet<>();
    for (SpecialToken token : SpecialToken.values()) {
      pieces.add(token.text());
    }
    BertNormalizer normalizer = new BertNormalizer(options);
    for (String line : lines) {
      normalizer.words(
          line,
          word -> {
            int[] letters = word.codePoints().toArray();
            for (int i = 0; i < letters.length && letters[i] % 97 != 0; i++) {
              pieces.add((i == 0 ? "" : "##") + Character.toString(letters[i]));
              if (i + 1 < letters.length && letters[i] % 3 == 0) {
                pieces.add((i == 0 ? "" : "##") + new String(letters, i, 2));
              }
            }
          });
    }
    return Vocabulary.of(List.copyOf(pieces));
  }

  private static List<Integer> characters() {
    List<Integer> characters = new ArrayList<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (Character.isDefined(c) && Character.getType(c) != Character.SURROGATE) {
        characters.add(c);
      }
    }
    return characters;
  }
}
