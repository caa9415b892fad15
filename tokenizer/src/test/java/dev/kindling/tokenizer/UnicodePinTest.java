package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Notices when what is done with any character, and with it the ids of texts, changes. */
class UnicodePinTest {

  @ParameterizedTest
  @CsvSource({
    "GOOGLE, false, 5c3791739d9ad92326aa22ce399bdaac78a6fe942ae11decf6f6b1e22f734ad1",
    "GOOGLE, true, b26f3ceeaf31c69cea187ba40af54c864f6e2308ee184c0579cce55d14e0f615",
    "HF, false, bc9577aa68a43fd37fd3ffdc7d1560e2ac6eec620f61db425f2fba67b75d765e",
    "HF, true, df60e922b80ab8e8edc64f125b52f578c688daa09112f8ca2f28ac590a2b365a"
  })
  void shouldTreatEveryCharacterAsBefore(Profile profile, boolean lowercase, String sha256)
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
