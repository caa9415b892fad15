package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.kindling.tokenizer.json.TokenizerFiles;
import dev.kindling.tokenizer.json.TokenizerJson;
import dev.kindling.tokenizer.json.TokenizerJson.Template;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published tokenizer.json of all-MiniLM-L6-v2, which has bert-base-uncased's pieces. */
class PublishedTokenizerTest {

  private static final String PUBLISHED = "/all-minilm-l6-v2-tokenizer.json";
  private static final String TEXT = "Unaffable Ångströms, 东京 and [MASK]s don't cost $5.\n";

  private static byte[] json;
  private static Tokenizer published;

  @TempDir Path folder;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = PublishedTokenizerTest.class.getResourceAsStream(PUBLISHED)) {
      json = Objects.requireNonNull(in, PUBLISHED).readAllBytes();
    }
    published = TokenizerJson.read(json, "tokenizer.json");
  }

  @Test
  void shouldReadItsPiecesAndOptions() {
    assertThat(published.vocabulary().size()).isEqualTo(30_522);
    assertThat(published.vocabulary().id(SpecialToken.PAD)).isZero();
    assertThat(published.vocabulary().id(SpecialToken.MASK)).isEqualTo(103);
    assertThat(published.vocabulary().piece(1996)).isEqualTo("the");
    assertThat(published.options()).isEqualTo(TokenizerOptions.hf(true));
  }

  @Test
  void shouldTellFromThePiecesThatTheyAreUncased() throws IOException {
    Path pieces = folder.resolve("vocab.txt");
    Files.write(pieces, published.vocabulary().toBytes());
    assertThat(TokenizerFiles.read(pieces).fingerprint()).isEqualTo(published.fingerprint());
  }

  @Test
  void shouldWriteAFolderThatHuggingFaceReads() throws IOException {
    TokenizerFiles.write(folder, published, Template.BERT, OptionalInt.of(512));
    assertThat(TokenizerFiles.read(folder).fingerprint()).isEqualTo(published.fingerprint());
    HuggingFace.prepare();
    Map<String, String> whole = Map.of("truncation", "false", "padding", "false");
    Files.write(folder.resolve("published.json"), json);
    try (HuggingFaceTokenizer ours = HuggingFaceTokenizer.newInstance(folder, whole);
        HuggingFaceTokenizer theirs =
            HuggingFaceTokenizer.newInstance(folder.resolve("published.json"), whole)) {
      long[] ids = ours.encode(TEXT).getIds();
      assertThat(ids).startsWith(101).endsWith(102).isEqualTo(theirs.encode(TEXT).getIds());
      assertThat(ours.encode(TEXT, "pair").getTypeIds())
          .isEqualTo(theirs.encode(TEXT, "pair").getTypeIds());
      assertThat(published.encoder(SpecialTokensInText.RECOGNIZED).encode(TEXT))
          .isEqualTo(Arrays.stream(ids, 1, ids.length - 1).mapToInt(Math::toIntExact).toArray());
    }
  }
}
