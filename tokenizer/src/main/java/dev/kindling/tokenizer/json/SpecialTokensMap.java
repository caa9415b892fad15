package dev.kindling.tokenizer.json;

import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.TokenizerFormatException;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.json.TokenizerJson.Template;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code special_tokens_map.json}: which piece has which task. */
final class SpecialTokensMap {

  private static final Map<String, SpecialToken> BERT =
      Map.of(
          "pad_token", SpecialToken.PAD,
          "unk_token", SpecialToken.UNKNOWN,
          "cls_token", SpecialToken.CLASSIFICATION,
          "sep_token", SpecialToken.SEPARATOR,
          "mask_token", SpecialToken.MASK);

  private static final Map<String, SpecialToken> GPT =
      Map.of(
          "pad_token", SpecialToken.PAD,
          "unk_token", SpecialToken.UNKNOWN,
          "bos_token", SpecialToken.END_OF_TEXT,
          "eos_token", SpecialToken.END_OF_TEXT);

  private SpecialTokensMap() {}

  /** The file's content, by key. */
  static Map<String, Object> of(Template template) {
    Map<String, Object> members = new TreeMap<>();
    tasks(template).forEach((key, token) -> members.put(key, token.text()));
    return members;
  }

  /** Insists that the vocabulary has every token that a template's files name. */
  static void requireAll(Vocabulary vocabulary, Template template) {
    List<String> missing =
        tasks(template).values().stream()
            .map(SpecialToken::text)
            .filter(text -> vocabulary.id(text) < 0)
            .distinct()
            .sorted()
            .toList();
    if (!missing.isEmpty()) {
      throw new TokenizerFormatException(
          "The vocabulary has no %s, which the files of a %s name. Add each as a piece of its own."
              .formatted(String.join(", ", missing), template));
    }
  }

  /** Insists on {@code [UNK]}, without which no text can be encoded. */
  static void requireUnknown(Vocabulary vocabulary, String origin) {
    if (vocabulary.id(SpecialToken.UNKNOWN.text()) < 0) {
      throw new TokenizerFormatException(
          "%s has no %s, which stands for every word that the pieces cannot spell. Add it as a piece of its own."
              .formatted(origin, SpecialToken.UNKNOWN.text()));
    }
  }

  /**
   * Reads a file and insists that its tokens have the tasks that they have here, and are pieces.
   * Lists of more tokens are passed over: to an encoder they are text.
   */
  static void check(byte[] json, String origin, Vocabulary vocabulary) {
    JsonObject file = JsonObject.of(JsonReader.read(json, origin), origin);
    for (String key : file.members().keySet()) {
      if (!key.endsWith("_token") || !file.has(key)) {
        continue;
      }
      String token =
          file.members().get(key) instanceof Map
              ? file.object(key).text("content")
              : file.text(key);
      SpecialToken expected = BERT.get(key);
      if (expected != null && !expected.text().equals(token)) {
        throw file.problem(key, '"' + expected.text() + '"');
      }
      if (vocabulary.id(token) < 0) {
        throw new TokenizerFormatException(
            "%s: %s is \"%s\", which is no piece of the vocabulary".formatted(origin, key, token));
      }
    }
  }

  private static Map<String, SpecialToken> tasks(Template template) {
    return template == Template.BERT ? BERT : GPT;
  }
}
