package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.tokenizer.learn.LearnerOptions;
import dev.kindling.tokenizer.learn.WordCounts;
import dev.kindling.tokenizer.learn.WordPieceLearner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every id and every decoded text equal those of Hugging Face's tokenizer, but for {@code
 * known-differences.txt}.
 */
class HuggingFaceReferenceTest {

  private static final int LINES = 12_000;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGiveTheSameIdsAndTexts(boolean lowercase) {
    TokenizerOptions options = TokenizerOptions.hf(lowercase);
    TextGenerator generator = new TextGenerator(lowercase ? 1 : 2, characters());
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      lines.add(generator.line());
    }
    Vocabulary vocabulary = learn(lines.subList(0, LINES / 2), options);
    WordPieceEncoder encoder = Tokenizer.of(vocabulary, options).encoder();
    WordPieceDecoder decoder = new WordPieceDecoder(vocabulary);
    long tokens = 0;
    long unknown = 0;
    try (HuggingFace theirs = new HuggingFace(vocabulary, options)) {
      for (String line : lines) {
        int[] ids = encoder.encode(line);
        assertThat(ids).as(escaped(line)).containsExactly(theirs.encode(line));
        assertThat(decoder.decode(ids)).as(escaped(line)).isEqualTo(theirs.decode(ids));
        tokens += ids.length;
        for (int id : ids) {
          unknown += id == vocabulary.id(SpecialToken.UNKNOWN) ? 1 : 0;
        }
      }
      int[] withSpecialTokens = theirs.encodeWithSpecialTokens("the model");
      assertThat(withSpecialTokens).startsWith(vocabulary.id(SpecialToken.CLASSIFICATION));
      assertThat(withSpecialTokens).endsWith(vocabulary.id(SpecialToken.SEPARATOR));
    }
    assertThat(tokens).as("a test that says something").isGreaterThan(10L * LINES);
    assertThat(unknown).isBetween(tokens / 1000, tokens / 4);
  }

  private static Vocabulary learn(List<String> lines, TokenizerOptions options) {
    WordCounts counts = new WordCounts();
    BertNormalizer normalizer = new BertNormalizer(options);
    lines.forEach(line -> normalizer.words(line, word -> counts.add(word, 1)));
    return new WordPieceLearner(new LearnerOptions(4000, 2, 1500)).learn(counts);
  }

  private static List<Integer> characters() {
    List<Integer> characters = new ArrayList<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      int type = Character.getType(c);
      if (Character.isDefined(c) && type != Character.SURROGATE && type != Character.PRIVATE_USE) {
        characters.add(c);
      }
    }
    return characters;
  }

  static String escaped(String line) {
    StringBuilder escaped = new StringBuilder();
    line.codePoints()
        .forEach(
            c ->
                escaped.append(
                    c >= ' ' && c < 0x7F ? Character.toString(c) : "\\u{%X}".formatted(c)));
    return escaped.toString();
  }
}
