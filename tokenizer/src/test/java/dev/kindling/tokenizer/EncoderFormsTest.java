package dev.kindling.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The same ids whatever the text comes in and the ids go into. */
class EncoderFormsTest {

  private static final Vocabulary VOCABULARY =
      Vocabulary.of(
          List.of(
              "[UNK]", "a", "##a", "b", "##b", "ab", "##ab", "é", "##é", "β", "##β", "ガ", "##ガ",
              "😀", "##😀", ".", "中"));
  private static final String[] PARTS = {
    "a", "b", "ab", "é", "β", "ガ", "😀", "中", ".", " ", " ", "\n", "x", "\u200B", "\0"
  };

  private final Tokenizer tokenizer = Tokenizer.of(VOCABULARY, TokenizerOptions.hf(false));
  private final WordPieceEncoder encoder = tokenizer.encoder();

  @Test
  void shouldEncodeBytesAndShortsAsText() {
    Random random = new Random(1);
    for (int i = 0; i < 3_000; i++) {
      String text = text(random, random.nextInt(60));
      int[] expected = encoder.encode(text);
      byte[] utf8 = ("ab" + text + "ab").getBytes(UTF_8);
      int[] ids = new int[utf8.length + 2];
      short[] shorts = new short[utf8.length + 2];

      int count = encoder.encode(utf8, 2, utf8.length - 2, ids, 2);
      assertThat(Arrays.copyOfRange(ids, 2, 2 + count)).as(text).containsExactly(expected);
      assertThat(ids).as("nothing beyond").startsWith(0, 0).endsWith(new int[utf8.length - count]);
      assertThat(encoder.encode(utf8, 2, utf8.length - 2, shorts, 2)).isEqualTo(count);
      assertThat(IntStream.range(0, count).map(j -> shorts[2 + j] & 0xFFFF).toArray())
          .containsExactly(expected);
      assertThat(encoder.encode(CharBuffer.wrap(text), ids, 1)).isEqualTo(count);
      assertThat(Arrays.copyOfRange(ids, 1, 1 + count)).containsExactly(expected);
    }
  }

  /** A word's end is looked for up to the end of the text, not of the array. */
  @Test
  void shouldReadNothingBeyondTheText() {
    byte[] utf8 = "ab ab".getBytes(UTF_8);
    int[] ids = new int[utf8.length];
    for (int to = 0; to <= utf8.length; to++) {
      String text = new String(utf8, 0, to, UTF_8);
      int count = encoder.encode(utf8, 0, to, ids, 0);
      assertThat(Arrays.copyOf(ids, count)).containsExactly(tokenizer.encoder().encode(text));
    }
    assertThatThrownBy(() -> encoder.encode(utf8, 0, utf8.length + 1, ids, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldReadMalformedBytesAsStringDoes() {
    Random random = new Random(2);
    byte[] starts = {(byte) 0xC1, (byte) 0xC3, (byte) 0xE0, (byte) 0xE3, (byte) 0xED, (byte) 0xF0};
    for (int i = 0; i < 20_000; i++) {
      byte[] utf8 = text(random, random.nextInt(12)).getBytes(UTF_8);
      for (int j = 0; j < utf8.length; j++) {
        int change = random.nextInt(8);
        if (change == 0) {
          utf8[j] = (byte) random.nextInt(256);
        } else if (change == 1) {
          utf8[j] = starts[random.nextInt(starts.length)];
        }
      }
      int[] ids = new int[utf8.length];
      int count = encoder.encode(utf8, 0, utf8.length, ids, 0);
      assertThat(Arrays.copyOf(ids, count))
          .as(Arrays.toString(utf8))
          .containsExactly(encoder.encode(new String(utf8, UTF_8)));
    }
  }

  @Test
  void shouldDeleteUnpairedSurrogates() {
    assertThat(encoder.encode("a\uD83Da \uDE00b")).containsExactly(encoder.encode("aa b"));
  }

  /** Texts are read in chunks; words, pairs of surrogates and places must not be cut by them. */
  @Test
  void shouldEncodeLongTextsAsTheirWords() {
    Random random = new Random(3);
    for (String separator : List.of(" ", ".")) {
      StringBuilder text = new StringBuilder();
      List<Integer> expected = new ArrayList<>();
      List<Integer> starts = new ArrayList<>();
      while (text.length() < 60_000) {
        String word = text(random, 1 + random.nextInt(9)).strip() + "a" + separator;
        Encoding alone = tokenizer.encodeWithOffsets(word);
        for (int i = 0; i < alone.ids().length; i++) {
          expected.add(alone.ids()[i]);
          starts.add(text.length() + alone.starts()[i]);
        }
        text.append(word);
      }
      Encoding encoding = encoder.encodeWithOffsets(text);
      assertThat(encoding.ids()).containsExactly(expected.stream().mapToInt(i -> i).toArray());
      assertThat(encoding.starts()).containsExactly(starts.stream().mapToInt(i -> i).toArray());
      assertThat(encoder.encode(text.toString())).containsExactly(encoding.ids());
      assertThat(encoder.encode("😀".repeat(30_000) + " a")).containsExactly(0, 1);
    }
  }

  @Test
  void shouldNeedNoMoreRoomThanItSays() {
    for (Profile profile : Profile.values()) {
      for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
        String text = Character.toString(c);
        for (boolean stripAccents : List.of(false, true)) {
          CharacterTable table =
              CharacterTable.of(new TokenizerOptions(profile, true, stripAccents, true, 100));
          int kind = CharacterTable.kind(table.entry(c));
          if (kind == CharacterTable.EXPAND || kind == CharacterTable.CONTEXT) {
            assertThat(table.expansion(c).length)
                .isLessThanOrEqualTo(WordPieceEncoder.maxTokens(text.length()))
                .isLessThanOrEqualTo(text.getBytes(UTF_8).length);
          }
        }
      }
    }
  }

  @Test
  void shouldSayWhenIdsDoNotFit() {
    int[] ids = new int[2];
    assertThat(encoder.encode("a b", ids, 0)).isEqualTo(2);
    assertThatThrownBy(() -> encoder.encode("a b a", ids, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    List<String> many = new ArrayList<>(List.of("[UNK]"));
    IntStream.range(0, 1 << 16).forEach(i -> many.add("w" + i));
    WordPieceEncoder large = Tokenizer.of(Vocabulary.of(many), TokenizerOptions.hf(true)).encoder();
    assertThatThrownBy(() -> large.encode(new byte[0], 0, 0, new short[0], 0))
        .hasMessageContaining("65,537");
  }

  private static String text(Random random, int parts) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return text.toString();
  }
}
