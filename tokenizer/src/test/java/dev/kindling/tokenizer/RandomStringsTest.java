package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.tokenizer.json.TokenizerJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random strings of every kind get Hugging Face's ids, with the vocabulary of bert-base-uncased. A
 * million strings a setting: {@code mvn -pl tokenizer test -Dtest=RandomStringsTest
 * -Dkindling.random-strings=1000000}; with {@code -Dkindling.tokenizer=FILE} the vocabulary of
 * another {@code tokenizer.json}.
 */
class RandomStringsTest {

  private static final int STRINGS = Integer.getInteger("kindling.random-strings", 20_000);
  private static final String TOKENIZER = System.getProperty("kindling.tokenizer");
  private static final int STRINGS_AT_ONCE = 1_000;
  private static final String PUBLISHED = "/all-minilm-l6-v2-tokenizer.json";

  @ParameterizedTest
  @CsvSource({
    "true, true, true", // as bert-base-uncased
    "false, false, true", // as bert-base-cased
    "true, false, true",
    "false, true, true",
    "true, true, false",
    "false, false, false"
  })
  void shouldGetTheIdsOfHuggingFace(
      boolean lowercase, boolean stripAccents, boolean splitIdeographs) throws IOException {
    TokenizerOptions options =
        new TokenizerOptions(Profile.HF, lowercase, stripAccents, splitIdeographs, 100);
    Vocabulary vocabulary = vocabulary(lowercase);
    WordPieceEncoder ours = Tokenizer.of(vocabulary, options).encoder();
    Random random = new Random(5);
    try (HuggingFace theirs = new HuggingFace(vocabulary, options)) {
      for (int done = 0; done < STRINGS; done += STRINGS_AT_ONCE) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < STRINGS_AT_ONCE; i++) {
          texts.add(StringKind.values()[i % StringKind.values().length].next(random));
        }
        List<int[]> expected =
            theirs.encodeAll(texts.stream().map(RandomStringsTest::wellFormed).toList());
        for (int i = 0; i < STRINGS_AT_ONCE; i++) {
          int[] ids = ours.encode(texts.get(i));
          if (!Arrays.equals(ids, expected.get(i))) {
            assertThat(ids)
                .as(HuggingFaceReferenceTest.escaped(texts.get(i)))
                .containsExactly(expected.get(i));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"HF, true", "HF, false", "GOOGLE, true", "GOOGLE, false"})
  void shouldEncodeAnyBytesAsTheStringTheyDecodeTo(Profile profile, boolean lowercase)
      throws IOException {
    WordPieceEncoder encoder =
        Tokenizer.of(published(), TokenizerOptions.of(profile, lowercase)).encoder();
    Random random = new Random(6);
    for (int i = 0; i < STRINGS; i++) {
      byte[] bytes = bytes(random);
      int[] ids = new int[WordPieceEncoder.maxTokens(bytes.length)];
      int size = encoder.encode(bytes, 0, bytes.length, ids, 0);
      assertThat(Arrays.copyOf(ids, size))
          .as(Arrays.toString(bytes))
          .isEqualTo(encoder.encode(new String(bytes, StandardCharsets.UTF_8)));
    }
  }

  @Test
  void shouldDrawTheSameStringsAgain() {
    for (StringKind kind : StringKind.values()) {
      assertThat(kind.next(new Random(9))).isEqualTo(kind.next(new Random(9)));
    }
  }

  /**
   * With U+FFFD for unpaired surrogates, which no Rust string can hold: see {@code
   * known-differences.txt}.
   */
  private static String wellFormed(String text) {
    StringBuilder wellFormed = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
        .forEach(wellFormed::appendCodePoint);
    return wellFormed.toString();
  }

  /** A string's bytes, some of them changed, or nothing but random bytes. */
  private static byte[] bytes(Random random) {
    StringKind kind = StringKind.values()[random.nextInt(StringKind.values().length)];
    byte[] bytes = kind.next(random).getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0) {
      random.nextBytes(bytes);
    }
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static Vocabulary vocabulary(boolean lowercase) throws IOException {
    if (TOKENIZER != null) {
      return TokenizerJson.read(Files.readAllBytes(Path.of(TOKENIZER)), TOKENIZER).vocabulary();
    }
    return lowercase ? published() : withCapitals(published());
  }

  private static Vocabulary published() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(RandomStringsTest.class.getResourceAsStream(PUBLISHED))) {
      return TokenizerJson.read(in.readAllBytes(), PUBLISHED).vocabulary();
    }
  }

  /** Where case is kept: each piece also with a capital at its start. */
  private static Vocabulary withCapitals(Vocabulary vocabulary) {
    Set<String> pieces = new LinkedHashSet<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      pieces.add(vocabulary.piece(id));
    }
    for (String piece : List.copyOf(pieces)) {
      int first = piece.codePointAt(0);
      pieces.add(
          Character.toString(Character.toUpperCase(first))
              + piece.substring(Character.charCount(first)));
    }
    return Vocabulary.of(List.copyOf(pieces));
  }
}
