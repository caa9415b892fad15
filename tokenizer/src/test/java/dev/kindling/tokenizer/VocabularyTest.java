package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {

  private static final Vocabulary SMALL =
      Vocabulary.of(List.of("[PAD]", "[UNK]", "a", "##b", "##", "é"));

  @Test
  void shouldNumberPiecesByTheirPlace() {
    assertThat(SMALL.size()).isEqualTo(6);
    assertThat(SMALL.id("##b")).isEqualTo(3);
    assertThat(SMALL.id("b")).isEqualTo(-1);
    assertThat(SMALL.piece(5)).isEqualTo("é");
    assertThat(SMALL.id(SpecialToken.UNKNOWN)).isEqualTo(1);
    assertThatThrownBy(() -> SMALL.piece(6)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldTellSpecialTokensAndContinuations() {
    assertThat(SMALL.isSpecial(0)).isTrue();
    assertThat(SMALL.isSpecial(2)).isFalse();
    assertThat(SMALL.isContinuation(3)).isTrue();
    assertThat(SMALL.isContinuation(4)).as("## alone continues nothing").isFalse();
  }

  @Test
  void shouldNameTheSpecialTokenThatIsMissing() {
    assertThatThrownBy(() -> SMALL.id(SpecialToken.MASK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[MASK]")
        .hasMessageContaining("6 pieces");
  }

  @Test
  void shouldReadWhatItWrites() throws IOException {
    Vocabulary read = Vocabulary.read(new ByteArrayInputStream(SMALL.toBytes()), "vocab.txt");
    assertThat(read.pieces()).isEqualTo(SMALL.pieces());
    assertThat(read.sha256()).isEqualTo(SMALL.sha256()).matches("[0-9a-f]{64}");
    assertThat(Vocabulary.of(List.of("a")).sha256())
        .as("sha256sum of the file")
        .isEqualTo("87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7");
  }

  @Test
  void shouldReadWindowsLinesAndALastLineWithoutBreak() throws IOException {
    assertThat(read("a\r\n##b\r\n\u2028").pieces()).containsExactly("a", "##b", "\u2028");
  }

  @Test
  void shouldRejectABadFileNamingTheLine() {
    assertThatThrownBy(() -> read("a\nb\na\n"))
        .hasMessage("vocab.txt, line 3: \"a\" is already on line 1");
    assertThatThrownBy(() -> read("a\n\nb\n"))
        .hasMessage("vocab.txt, line 2: a piece may not be empty");
    assertThatThrownBy(() -> read("")).hasMessage("vocab.txt holds no pieces");
    assertThatThrownBy(
            () -> Vocabulary.read(new ByteArrayInputStream(new byte[] {(byte) 0xFF}), "vocab.txt"))
        .hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> Vocabulary.of(List.of("a\nb")))
        .hasMessageContaining("piece 1")
        .hasMessageContaining("line break");
  }

  private static Vocabulary read(String text) throws IOException {
    return Vocabulary.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "vocab.txt");
  }
}
