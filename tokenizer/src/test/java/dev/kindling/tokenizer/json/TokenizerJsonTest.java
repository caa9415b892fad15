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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizerJsonTest {

  private static final Vocabulary VOCABULARY =
      Vocabulary.of(
          List.of(
              "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[EOT]", "a", "##b", "\"", "\\", "é",
              "😀"));

  static Stream<TokenizerOptions> options() {
    return Stream.of(
        TokenizerOptions.hf(true),
        TokenizerOptions.hf(false),
        TokenizerOptions.google(true),
        new TokenizerOptions(Profile.GOOGLE, false, true, false, 7));
  }

  @ParameterizedTest
  @MethodSource("options")
  void shouldReadWhatItWrites(TokenizerOptions options) {
    for (Template template : Template.values()) {
      Tokenizer read =
          TokenizerJson.read(TokenizerJson.write(VOCABULARY, options, template), "t.json");
      assertThat(read.options()).isEqualTo(options);
      assertThat(read.vocabulary().pieces()).isEqualTo(VOCABULARY.pieces());
    }
  }

  @Test
  void shouldWriteTheFormatOfHuggingFace() {
    assertThat(
            JsonReader.read(
                TokenizerJson.write(
                    Vocabulary.of(List.of("[CLS]", "[SEP]", "[UNK]", "##b")),
                    TokenizerOptions.hf(true),
                    Template.BERT),
                ""))
        .isEqualTo(
            JsonReader.read(
                """
                {"version": "1.0", "truncation": null, "padding": null,
                 "added_tokens": [
                   {"id": 0, "content": "[CLS]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
                   {"id": 1, "content": "[SEP]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
                   {"id": 2, "content": "[UNK]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}],
                 "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
                 "pre_tokenizer": {"type": "BertPreTokenizer"},
                 "post_processor": {"type": "TemplateProcessing",
                   "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
                   "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
                            {"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
                   "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [0], "tokens": ["[CLS]"]}, "[SEP]": {"id": "[SEP]", "ids": [1], "tokens": ["[SEP]"]}}},
                 "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
                 "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                   "vocab": {"[CLS]": 0, "[SEP]": 1, "[UNK]": 2, "##b": 3}}}
                """
                    .getBytes(UTF_8),
                ""));
  }

  @Test
  void shouldPutNothingAroundTheTextsOfGpt() {
    Object file =
        JsonReader.read(
            TokenizerJson.write(VOCABULARY, TokenizerOptions.hf(true), Template.GPT), "t.json");
    assertThat(((Map<?, ?>) file).get("post_processor")).isNull();
    assertThatThrownBy(
            () ->
                TokenizerJson.write(
                    Vocabulary.of(List.of("[UNK]")), TokenizerOptions.hf(true), Template.BERT))
        .hasMessageContaining("[CLS]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"BertPreTokenizer\" | \"Whitespace\" | t.json: pre_tokenizer: type must be \"BertPreTokenizer\" here, found \"Whitespace\"",
        "\"clean_text\": true | \"clean_text\": false | t.json: normalizer: clean_text must be true here, found false",
        "\"strip_accents\": null | \"strip_accents\": 1 | t.json: normalizer: strip_accents must be true or false here, found 1",
        "\"lowercase\": true | \"lowercase\": 1 | t.json: normalizer: lowercase must be true or false here, found 1",
        "\"##b\": 7 | \"##b\": 6 | t.json: model: vocab: \"a\" and \"##b\" have the same id, 6",
        "\"##b\": 7 | \"##b\": 12 | t.json: model: vocab: no piece has the id 7. 12 pieces must have the ids from 0 to 11.",
        "\"##b\": 7 | \"##b\": -1 | t.json: model: vocab: ##b must be an integer of at least 0 here, found -1",
        "\"id\": 3 | \"id\": 4 | t.json: added_tokens[3]: id must be 3, that of \"[SEP]\", here, found 4",
        "_word\": 100 | _word\": 0 | t.json: model: max_input_chars_per_word must be an integer of at least 1 here, found 0",
        "\"unk_token\": \"[UNK]\" | \"unk_token\": \"<unk>\" | t.json: model: unk_token must be \"[UNK]\" here, found \"<unk>\"",
        "\"model\": | \"models\": | t.json: model must be an object, found null",
        "\"lowercase\": true | \"lowercase\": true, \"profile\": \"x\" | t.json: normalizer: profile must be \"google\" here, found \"x\"",
      })
  void shouldNameTheKeyThatItCannotHonour(String from, String to, String message) {
    String json =
        new String(TokenizerJson.write(VOCABULARY, TokenizerOptions.hf(true), Template.GPT), UTF_8);
    assertThat(json).contains(from);
    byte[] changed = json.replace(from, to).getBytes(UTF_8);
    assertThatThrownBy(() -> TokenizerJson.read(changed, "t.json"))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessage(message);
  }

  @Test
  void shouldRejectAFileCutAnywhere() {
    byte[] json = TokenizerJson.write(VOCABULARY, TokenizerOptions.hf(true), Template.BERT);
    int end = new String(json, UTF_8).stripTrailing().getBytes(UTF_8).length;
    for (int length = 0; length < end; length++) {
      byte[] cut = Arrays.copyOf(json, length);
      assertThatThrownBy(() -> TokenizerJson.read(cut, "t.json"))
          .isInstanceOf(TokenizerFormatException.class)
          .hasMessageStartingWith("t.json is not ");
    }
  }
}
