package dev.kindling.tokenizer.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.tokenizer.Profile;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.TokenizerFormatException;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.json.TokenizerJson.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizerFilesTest {

  private static final List<String> PIECES =
      List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[EOT]", "a", "##b", "\"", "\\", "😀");

  @TempDir Path folder;

  static Stream<TokenizerOptions> options() {
    return Stream.of(Profile.values())
        .flatMap(
            profile ->
                Stream.of(
                    TokenizerOptions.of(profile, true),
                    TokenizerOptions.of(profile, false),
                    new TokenizerOptions(profile, true, false, true, 7),
                    new TokenizerOptions(profile, false, true, false, 100)));
  }

  @ParameterizedTest
  @MethodSource("options")
  void shouldReadWhatItWrites(TokenizerOptions options) throws IOException {
    for (Template template : Template.values()) {
      Tokenizer tokenizer = Tokenizer.of(Vocabulary.of(PIECES), options);
      TokenizerFiles.write(folder, tokenizer, template, OptionalInt.of(128));
      for (Path path : List.of(folder, folder.resolve("tokenizer.json"))) {
        Tokenizer read = TokenizerFiles.read(path);
        assertThat(read.options()).isEqualTo(options);
        assertThat(read.vocabulary().pieces()).isEqualTo(PIECES);
        assertThat(read.fingerprint()).isEqualTo(tokenizer.fingerprint());
      }
      Map<String, byte[]> again =
          TokenizerFiles.bytes(TokenizerFiles.read(folder), template, OptionalInt.of(128));
      assertThat(again).hasSize(4);
      for (Map.Entry<String, byte[]> file : again.entrySet()) {
        assertThat(folder.resolve(file.getKey())).hasBinaryContent(file.getValue());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void shouldReadAVocabularyWithTheConfigBesideIt(TokenizerOptions options) throws IOException {
    TokenizerFiles.write(
        folder, Tokenizer.of(Vocabulary.of(PIECES), options), Template.BERT, OptionalInt.empty());
    Files.delete(folder.resolve("tokenizer.json"));
    assertThat(TokenizerFiles.read(folder).options()).isEqualTo(options);
    assertThat(TokenizerFiles.read(folder.resolve("vocab.txt")).options()).isEqualTo(options);
  }

  @Test
  void shouldWriteTheSettingsOfTransformers() throws IOException {
    Tokenizer tokenizer = Tokenizer.of(Vocabulary.of(PIECES), TokenizerOptions.hf(false));
    TokenizerFiles.write(folder, tokenizer, Template.BERT, OptionalInt.of(512));
    assertThat(json("tokenizer_config.json"))
        .isEqualTo(
            JsonReader.read(
                """
                {"tokenizer_class": "BertTokenizer", "do_lower_case": false, "strip_accents": null, "tokenize_chinese_chars": true,
                 "clean_up_tokenization_spaces": true, "model_max_length": 512, "pad_token": "[PAD]", "unk_token": "[UNK]",
                 "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}
                """
                    .getBytes(UTF_8),
                ""));
    TokenizerFiles.write(folder, tokenizer, Template.GPT, OptionalInt.empty());
    assertThat(json("tokenizer_config.json"))
        .isEqualTo(
            JsonReader.read(
                """
                {"tokenizer_class": "PreTrainedTokenizerFast", "model_input_names": ["input_ids", "attention_mask"],
                 "clean_up_tokenization_spaces": true, "pad_token": "[PAD]", "unk_token": "[UNK]", "bos_token": "[EOT]", "eos_token": "[EOT]"}
                """
                    .getBytes(UTF_8),
                ""));
    assertThat(json("special_tokens_map.json"))
        .isEqualTo(
            JsonReader.read(
                """
                {"pad_token": "[PAD]", "unk_token": "[UNK]", "bos_token": "[EOT]", "eos_token": "[EOT]"}
                """
                    .getBytes(UTF_8),
                ""));
  }

  @Test
  void shouldTellFoldingFromThePiecesWhereNoFileDoes() throws IOException {
    assertThat(optionsOf("[UNK]\n[UNUSED1]\n<S>\nthe\n##s\n"))
        .as("no capital, no accent")
        .isEqualTo(TokenizerOptions.hf(true));
    assertThat(optionsOf("[UNK]\nthe\n##E\n")).isEqualTo(TokenizerOptions.hf(false));
    assertThat(optionsOf("[UNK]\nthé\n"))
        .isEqualTo(new TokenizerOptions(Profile.HF, true, false, true, 100));
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": true}");
    assertThat(optionsOf("[UNK]\nThé\n")).isEqualTo(TokenizerOptions.hf(true));
    Files.writeString(
        folder.resolve("tokenizer_config.json"), "{\"tokenizer_class\": \"BertTokenizer\"}");
    assertThat(optionsOf("[UNK]\nThé\n"))
        .as("the class's own default")
        .isEqualTo(TokenizerOptions.hf(true));
    TokenizerOptions given = TokenizerOptions.google(false);
    assertThat(TokenizerFiles.read(folder, given).options()).isEqualTo(given);
    assertThat(TokenizerFiles.read(folder.resolve("vocab.txt"), given).options()).isEqualTo(given);
  }

  private TokenizerOptions optionsOf(String vocabulary) throws IOException {
    return TokenizerFiles.read(Files.writeString(folder.resolve("vocab.txt"), vocabulary))
        .options();
  }

  @Test
  void shouldNameEverySpecialTokenThatIsMissing() throws IOException {
    Tokenizer tokenizer =
        Tokenizer.of(Vocabulary.of(List.of("[UNK]", "[SEP]", "a")), TokenizerOptions.hf(true));
    assertThatThrownBy(() -> TokenizerFiles.bytes(tokenizer, Template.BERT, OptionalInt.empty()))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessage(
            "The vocabulary has no [CLS], [MASK], [PAD], which the files of a BERT name. Add each as a piece of its own.");
    assertThatThrownBy(() -> TokenizerFiles.bytes(tokenizer, Template.GPT, OptionalInt.empty()))
        .hasMessageStartingWith(
            "The vocabulary has no [EOT], [PAD], which the files of a GPT name.");
    Path vocabulary = Files.writeString(folder.resolve("vocab.txt"), "a\nb\n");
    assertThatThrownBy(() -> TokenizerFiles.read(vocabulary))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessageStartingWith(vocabulary + " has no [UNK], which stands for every word");
  }

  @Test
  void shouldRejectAFolderWhoseFilesDisagree() throws IOException {
    write();
    Files.writeString(folder.resolve("vocab.txt"), "[UNK]\na\n");
    assertRejected("vocab.txt holds 2 pieces, ", "tokenizer.json 11, and they are not the same.");
    write();
    replace("tokenizer_config.json", "\"do_lower_case\": true", "\"do_lower_case\": false");
    replace("tokenizer_config.json", "\"strip_accents\": null", "\"strip_accents\": false");
    assertRejected(
        "tokenizer_config.json says otherwise than ",
        "tokenizer.json: do_lower_case, strip_accents. Make them agree");
    write();
    replace("special_tokens_map.json", "\"[CLS]\"", "{\"content\": \"a\"}");
    assertRejected("special_tokens_map.json: cls_token must be \"[CLS]\" here");
    write();
    replace("special_tokens_map.json", "\"cls_token\"", "\"eos_token\": \"</s>\", \"cls_token\"");
    assertRejected("eos_token is \"</s>\", which is no piece of the vocabulary");
    assertThat(TokenizerFiles.read(folder.resolve("tokenizer.json")).vocabulary().pieces())
        .as("one file is taken by itself")
        .isEqualTo(PIECES);
  }

  @Test
  void shouldNameWhatIsNotThere() {
    assertThatThrownBy(() -> TokenizerFiles.read(folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("tokenizer.json") + ": nor is there a vocab.txt");
    assertThatThrownBy(() -> TokenizerFiles.read(Map.of("README.md", new byte[0]), "a/b"))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessage("a/b holds neither tokenizer.json nor vocab.txt");
    assertThatThrownBy(() -> TokenizerFiles.read(folder.resolve("none.json")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("none.json").toString());
  }

  @Test
  void shouldReadAnyBytesOrRejectThem() {
    Random random = new Random(12);
    Tokenizer tokenizer = Tokenizer.of(Vocabulary.of(PIECES), TokenizerOptions.hf(true));
    Map<String, byte[]> files = TokenizerFiles.bytes(tokenizer, Template.BERT, OptionalInt.of(128));
    List<String> names = List.copyOf(files.keySet());
    int read = 0;
    int rounds = 20_000;
    for (int round = 0; round < rounds; round++) {
      Map<String, byte[]> changed = new HashMap<>(files);
      changed.compute(names.get(round % names.size()), (name, bytes) -> change(bytes, random));
      if (round % 2 == 0) {
        changed.remove(names.get(round / 2 % names.size()));
      }
      try {
        TokenizerFiles.read(changed, "folder").encode("a bab \uD83D 😀");
        read++;
      } catch (TokenizerFormatException e) {
        assertThat(e).hasMessageStartingWith("folder").hasMessageMatching("[^\\n]{1,400}");
      }
    }
    assertThat(read).isBetween(rounds / 10, rounds * 9 / 10);
  }

  /** The bytes with some of them changed, doubled, taken out or cut off. */
  private static byte[] change(byte[] bytes, Random random) {
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    int at = random.nextInt(bytes.length);
    int length = random.nextInt(Math.min(12, bytes.length - at));
    changed.write(bytes, 0, at);
    switch (random.nextInt(4)) {
      case 0 -> {
        changed.write(random.nextInt(256));
        changed.write(bytes, at + 1, bytes.length - at - 1);
      }
      case 1 -> changed.write(bytes, at - Math.min(at, length), bytes.length - at);
      case 2 -> changed.write(bytes, at + length, bytes.length - at - length);
      default -> {
        // cut off here
      }
    }
    return changed.toByteArray();
  }

  @Test
  void shouldTakeAnyLimitOfCharacters() {
    String json =
        new String(
            TokenizerJson.write(Vocabulary.of(PIECES), TokenizerOptions.hf(true), Template.BERT),
            UTF_8);
    Tokenizer tokenizer =
        TokenizerJson.read(
            json.replace("_word\": 100", "_word\": 2147483647").getBytes(UTF_8), "t.json");
    assertThat(tokenizer.encode("abbb".repeat(100))).hasSizeGreaterThan(0);
  }

  private void write() throws IOException {
    TokenizerFiles.write(
        folder,
        Tokenizer.of(Vocabulary.of(PIECES), TokenizerOptions.hf(true)),
        Template.BERT,
        OptionalInt.empty());
  }

  private void replace(String name, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(name));
    assertThat(text).contains(from);
    Files.writeString(folder.resolve(name), text.replace(from, to));
  }

  private void assertRejected(String... parts) {
    assertThatThrownBy(() -> TokenizerFiles.read(folder))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessageContainingAll(parts);
  }

  private Object json(String name) throws IOException {
    return JsonReader.read(Files.readAllBytes(folder.resolve(name)), name);
  }
}
