package dev.kindling.tokenizer.json;

import dev.kindling.tokenizer.Profile;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.TokenizerFormatException;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hugging Face's {@code tokenizer.json} for WordPiece: BertNormalizer, BertPreTokenizer, WordPiece,
 * and the special tokens that go around a text.
 *
 * <p>The format has no word for Google's rules. A file of {@link Profile#GOOGLE} says so in a key
 * {@code profile} of its normalizer, which Hugging Face's reader passes over: there the text is cut
 * by Hugging Face's rules, the nearest it has.
 */
public final class TokenizerJson {

  static final String PROFILE_KEY = "profile";
  static final String GOOGLE = "google";

  /** What is put around a text. */
  public enum Template {
    /**
     * {@code [CLS] A [SEP]}, and for pairs {@code [CLS] A [SEP] B [SEP]} with segment 1 from B on.
     */
    BERT,
    /** Nothing. */
    GPT
  }

  private TokenizerJson() {}

  /**
   * The bytes of the file, UTF-8. The same arguments give the same bytes.
   *
   * @throws TokenizerFormatException if the vocabulary lacks {@code [UNK]} or, for {@link
   *     Template#BERT}, {@code [CLS]} or {@code [SEP]}
   */
  public static byte[] write(Vocabulary vocabulary, TokenizerOptions options, Template template) {
    vocabulary.id(SpecialToken.UNKNOWN);
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("version", "1.0");
    file.put("truncation", null);
    file.put("padding", null);
    file.put("added_tokens", addedTokens(vocabulary));
    file.put("normalizer", normalizer(options));
    file.put("pre_tokenizer", object("type", "BertPreTokenizer"));
    file.put("post_processor", template == Template.BERT ? bertTemplate(vocabulary) : null);
    file.put(
        "decoder",
        object("type", "WordPiece", "prefix", Vocabulary.CONTINUATION_PREFIX, "cleanup", true));
    file.put("model", model(vocabulary, options));
    return JsonWriter.toBytes(file);
  }

  /**
   * Reads the bytes of a file, written here or by Hugging Face. Of the special tokens those of
   * {@link SpecialToken} are known, wherever their ids are; {@code truncation} and {@code padding}
   * are not read: how long a sequence becomes is the model's matter.
   *
   * @param origin the file's name, for messages
   * @throws TokenizerFormatException if it is not JSON, or describes a tokenizer that this package
   *     does not have, naming the key
   */
  public static Tokenizer read(byte[] json, String origin) {
    return new TokenizerJsonReader(json, origin).read();
  }

  private static List<Object> addedTokens(Vocabulary vocabulary) {
    List<Object> tokens = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.isSpecial(id)) {
        tokens.add(
            object(
                "id",
                id,
                "content",
                vocabulary.piece(id),
                "single_word",
                false,
                "lstrip",
                false,
                "rstrip",
                false,
                "normalized",
                false,
                "special",
                true));
      }
    }
    return tokens;
  }

  private static Map<String, Object> normalizer(TokenizerOptions options) {
    Map<String, Object> normalizer =
        object(
            "type",
            "BertNormalizer",
            "clean_text",
            true,
            "handle_chinese_chars",
            options.splitIdeographs(),
            "strip_accents",
            options.stripAccents() == options.lowercase() ? null : options.stripAccents(),
            "lowercase",
            options.lowercase());
    if (options.profile() == Profile.GOOGLE) {
      normalizer.put(PROFILE_KEY, GOOGLE);
    }
    return normalizer;
  }

  private static Map<String, Object> bertTemplate(Vocabulary vocabulary) {
    Object classification = special(SpecialToken.CLASSIFICATION, 0);
    Object first = object("Sequence", object("id", "A", "type_id", 0));
    Object firstEnd = special(SpecialToken.SEPARATOR, 0);
    Object second = object("Sequence", object("id", "B", "type_id", 1));
    Object secondEnd = special(SpecialToken.SEPARATOR, 1);
    Map<String, Object> specialTokens = new LinkedHashMap<>();
    for (SpecialToken token : List.of(SpecialToken.CLASSIFICATION, SpecialToken.SEPARATOR)) {
      specialTokens.put(
          token.text(),
          object(
              "id",
              token.text(),
              "ids",
              List.of(vocabulary.id(token)),
              "tokens",
              List.of(token.text())));
    }
    return object(
        "type",
        "TemplateProcessing",
        "single",
        List.of(classification, first, firstEnd),
        "pair",
        List.of(classification, first, firstEnd, second, secondEnd),
        "special_tokens",
        specialTokens);
  }

  private static Map<String, Object> special(SpecialToken token, int segment) {
    return object("SpecialToken", object("id", token.text(), "type_id", segment));
  }

  private static Map<String, Object> model(Vocabulary vocabulary, TokenizerOptions options) {
    Map<String, Object> ids = new LinkedHashMap<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.piece(id), id);
    }
    return object(
        "type",
        "WordPiece",
        "unk_token",
        SpecialToken.UNKNOWN.text(),
        "continuing_subword_prefix",
        Vocabulary.CONTINUATION_PREFIX,
        "max_input_chars_per_word",
        options.maxCharactersPerWord(),
        "vocab",
        ids);
  }

  static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      members.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return members;
  }
}
