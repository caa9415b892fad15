package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenizerTest {

  private static final Vocabulary VOCABULARY =
      Vocabulary.of(List.of("[UNK]", "[SEP]", "the", "cat", "##s", "sat", "[", "sep", "]", "."));

  private final Tokenizer tokenizer = Tokenizer.of(VOCABULARY, TokenizerOptions.hf(true));

  @Test
  void shouldLeadToIdsAndBack() {
    assertThat(tokenizer.encode("The cats sat.")).containsExactly(2, 3, 4, 5, 9);
    assertThat(tokenizer.encodeWithOffsets("The cats").starts()).containsExactly(0, 4, 7);
    assertThat(tokenizer.decode(2, 3, 4, 5, 9)).isEqualTo("the cats sat.");
  }

  @Test
  void shouldRecognizeSpecialTokensOnlyWhenAsked() {
    assertThat(tokenizer.encode("cat[SEP]s")).containsExactly(3, 6, 7, 8, 0);
    assertThat(tokenizer.encoder(SpecialTokensInText.RECOGNIZED).encode("cat[SEP]the[sep][MASK]"))
        .as("no capitals, or not in the vocabulary: text")
        .containsExactly(3, 1, 2, 6, 7, 8, 6, 0, 8);
  }

  @Test
  void shouldServeThreadsAtOnce() {
    List<int[]> encoded =
        IntStream.range(0, 2_000)
            .parallel()
            .mapToObj(i -> tokenizer.encode("the cats ".repeat(i % 50)))
            .toList();
    for (int i = 0; i < encoded.size(); i++) {
      assertThat(encoded.get(i)).hasSize(i % 50 * 3);
    }
  }

  @Test
  void shouldHaveAnotherFingerprintForOtherIds() {
    Set<String> fingerprints = new HashSet<>();
    for (Vocabulary vocabulary : List.of(VOCABULARY, Vocabulary.of(List.of("[UNK]")))) {
      for (Profile profile : Profile.values()) {
        for (int i = 0; i < 16; i++) {
          TokenizerOptions options =
              new TokenizerOptions(
                  profile, (i & 1) != 0, (i & 2) != 0, (i & 4) != 0, (i & 8) != 0 ? 100 : 200);
          String fingerprint = Tokenizer.of(vocabulary, options).fingerprint();
          assertThat(fingerprint).matches("[0-9a-f]{64}");
          assertThat(fingerprint).isEqualTo(Tokenizer.of(vocabulary, options).fingerprint());
          fingerprints.add(fingerprint);
        }
      }
    }
    assertThat(fingerprints).hasSize(64);
  }

  /**
   * Words that are remembered, and ever new ones; the bytes for a call are few if there are any.
   */
  @Test
  void shouldAllocateNothingForAToken() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40_000; i++) {
      text.append("the cats ").append(Integer.toString(i, 36)).append(" été Ελλάς. ");
    }
    String string = text.toString();
    byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[utf8.length];
    short[] shorts = new short[utf8.length];
    WordPieceEncoder encoder = tokenizer.encoder();
    for (int i = 0; i < 3; i++) { // the encoder's arrays grow, and its code is compiled
      encode(encoder, string, utf8, ids, shorts);
    }
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    int tokens = encode(encoder, string, utf8, ids, shorts);
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat(tokens).isGreaterThan(500_000);
    assertThat(allocated).isLessThan(tokens / 100);
  }

  private static int encode(
      WordPieceEncoder encoder, String string, byte[] utf8, int[] ids, short[] shorts) {
    return encoder.encode(string, ids, 0)
        + encoder.encode(utf8, 0, utf8.length, ids, 0)
        + encoder.encode(utf8, 0, utf8.length, shorts, 0);
  }
}
