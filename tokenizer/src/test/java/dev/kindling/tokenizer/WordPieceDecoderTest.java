package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordPieceDecoderTest {

  private static final Vocabulary VOCABULARY =
      Vocabulary.of(
          List.of(
              "[PAD]", "[UNK]", "[CLS]", "[SEP]", "hello", "world", "##s", ",", ".", "(", "##"));

  @Test
  void shouldJoinPiecesIntoText() {
    assertThat(decode(2, 4, 7, 5, 6, 8, 3, 0, 0)).isEqualTo("hello, worlds.");
    assertThat(decode(9, 4)).isEqualTo("( hello");
    assertThat(decode(10, 10)).as("## alone is no continuation").isEqualTo("## ##");
    assertThat(decode()).isEmpty();
    assertThat(decode(3)).isEmpty();
  }

  @Test
  void shouldReturnFoldedTextOfSimpleSentences() {
    Vocabulary vocabulary = Vocabulary.of(List.of("[UNK]", "the", "cat", "##s", "sat", ",", "."));
    WordPieceEncoder encoder = Tokenizer.of(vocabulary, TokenizerOptions.hf(true)).encoder();
    assertThat(new WordPieceDecoder(vocabulary).decode(encoder.encode("The  cats\nSAT, sat.")))
        .isEqualTo("the cats sat, sat.");
  }

  @Test
  void shouldRejectAnUnknownId() {
    assertThatThrownBy(() -> decode(11)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static String decode(int... ids) {
    return new WordPieceDecoder(VOCABULARY).decode(ids);
  }
}
