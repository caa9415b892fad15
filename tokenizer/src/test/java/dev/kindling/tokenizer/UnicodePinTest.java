package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Notices when the Unicode tables of the Java platform, and with them the ids of texts, change. */
class UnicodePinTest {

  @ParameterizedTest
  @CsvSource({
    "GOOGLE, false, 5c3791739d9ad92326aa22ce399bdaac78a6fe942ae11decf6f6b1e22f734ad1",
    "GOOGLE, true, b26f3ceeaf31c69cea187ba40af54c864f6e2308ee184c0579cce55d14e0f615",
    "HF, false, 137ef802ff03b7abd5257dd4aa33548bce4ef70fbcd2fca89327cf72a9d4673a",
    "HF, true, 3c64acf00fcf81d63ff11cd46ca83bf85afbd2295bc3993c373db7b91e308b0a"
  })
  void shouldTreatEveryCharacterAsInUnicode13(Profile profile, boolean lowercase, String sha256)
      throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    BertNormalizer normalizer = new BertNormalizer(TokenizerOptions.of(profile, lowercase));
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      normalizer.words(
          "a" + Character.toString(codePoint) + "b",
          word -> digest.update((word + ' ').getBytes(StandardCharsets.UTF_8)));
      digest.update((byte) '\n');
    }
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(sha256);
  }
}
