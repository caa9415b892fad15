package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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
  void shouldReadALastLineWithoutBreak() throws IOException {
    assertThat(read("a\n##b\n\u2028").pieces()).containsExactly("a", "##b", "\u2028");
  }

  @Test
  void shouldRejectABadFileNamingTheLine() {
    assertThatThrownBy(() -> read("a\nb\na\n"))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessage("vocab.txt, line 3: \"a\" is already on line 1");
    assertThatThrownBy(() -> read("a\n\nb\n"))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessage("vocab.txt, line 2: a piece may not be empty");
    assertThatThrownBy(() -> read("a\nb\r\nc\n"))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessage(
            "vocab.txt, line 2: the line ends in CR LF, as on Windows. Save the file with line feeds alone, for example with dos2unix.");
    assertThatThrownBy(() -> read("a\rb\n"))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessage("vocab.txt, line 1: a piece may not hold a line break");
    assertThatThrownBy(() -> read(""))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessage("vocab.txt holds no pieces");
    assertThatThrownBy(() -> Vocabulary.of(List.of("a\nb")))
        .hasMessageContaining("piece 1")
        .hasMessageContaining("line break");
    assertThatThrownBy(() -> Vocabulary.of(List.of("a", "\uD83D")))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessage("The vocabulary, piece 2: a piece may not hold half a surrogate pair");
  }

  @Test
  void shouldRejectOtherEncodings() {
    assertThatThrownBy(() -> read(new byte[] {'a', '\n', (byte) 0xE9, '\n'}))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessage("vocab.txt is not UTF-8 text: byte 0xE9 at offset 2 belongs to no character");
    assertThatThrownBy(() -> read("\uFEFFa\n"))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessageStartingWith("vocab.txt begins with a byte-order mark (EF BB BF). Save it");
    for (Charset utf16 :
        List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertThatThrownBy(() -> read("a\nb\n".getBytes(utf16)))
          .as(utf16.name())
          .isInstanceOf(TokenizerFormatException.class)
          .hasMessageStartingWith("vocab.txt is UTF-16 text, not UTF-8. Convert it");
    }
    assertThatThrownBy(() -> read("\uFEFFa\n".getBytes(StandardCharsets.UTF_16LE)))
        .hasMessageStartingWith("vocab.txt is UTF-16 text");
  }

  @Test
  void shouldReadAnyBytesOrRejectThem() throws IOException {
    Random random = new Random(11);
    byte[] file = "[PAD]\n[UNK]\nthe\n##é\n😀\n".getBytes(StandardCharsets.UTF_8);
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = file.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(read(bytes).toBytes()).isEqualTo(ended(bytes));
        read++;
      } catch (TokenizerFormatException e) {
        assertThat(e).hasMessageStartingWith("vocab.txt");
      }
    }
    assertThat(read).isBetween(1_000, 19_000);
  }

  private static byte[] ended(byte[] bytes) {
    if (bytes[bytes.length - 1] == '\n') {
      return bytes;
    }
    byte[] ended = Arrays.copyOf(bytes, bytes.length + 1);
    ended[bytes.length] = '\n';
    return ended;
  }

  private static Vocabulary read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Vocabulary read(byte[] bytes) throws IOException {
    return Vocabulary.read(new ByteArrayInputStream(bytes), "vocab.txt");
  }
}
