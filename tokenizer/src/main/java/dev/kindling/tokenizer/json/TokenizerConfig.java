package dev.kindling.tokenizer.json;

import dev.kindling.tokenizer.Profile;
import dev.kindling.tokenizer.TokenizerFormatException;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.json.TokenizerJson.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * {@code tokenizer_config.json}: the class of transformers that reads the folder, and its settings.
 * Two keys are our own, {@code profile} and {@code max_input_chars_per_word}; they stand in files
 * of tokenizers that the class would otherwise be wrong about.
 */
final class TokenizerConfig {

  private static final String CLASS = "tokenizer_class";
  private static final String LOWERCASE = "do_lower_case";
  private static final String STRIP_ACCENTS = "strip_accents";
  private static final String SPLIT_IDEOGRAPHS = "tokenize_chinese_chars";
  private static final String MAX_CHARACTERS = "max_input_chars_per_word";

  private final JsonObject file;

  private TokenizerConfig(JsonObject file) {
    this.file = file;
  }

  static byte[] write(TokenizerOptions options, Template template, OptionalInt longestSequence) {
    Map<String, Object> json = new TreeMap<>(SpecialTokensMap.of(template));
    longestSequence.ifPresent(length -> json.put("model_max_length", length));
    json.put("clean_up_tokenization_spaces", true);
    if (template == Template.BERT) {
      json.put(CLASS, "BertTokenizer");
      json.putAll(settings(options));
    } else {
      json.put(CLASS, "PreTrainedTokenizerFast"); // reads all settings from tokenizer.json
      // by default token types come too, which both classes would embed as if they were words
      json.put("model_input_names", List.of("input_ids", "attention_mask"));
    }
    return JsonWriter.toBytes(json);
  }

  private static Map<String, Object> settings(TokenizerOptions options) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(LOWERCASE, options.lowercase());
    // null: as do_lower_case says
    json.put(
        STRIP_ACCENTS,
        options.stripAccents() == options.lowercase() ? null : options.stripAccents());
    json.put(SPLIT_IDEOGRAPHS, options.splitIdeographs());
    if (options.profile() == Profile.GOOGLE) {
      json.put(TokenizerJson.PROFILE_KEY, TokenizerJson.GOOGLE);
    }
    if (options.maxCharactersPerWord()
        != TokenizerOptions.of(options.profile(), true).maxCharactersPerWord()) {
      json.put(MAX_CHARACTERS, options.maxCharactersPerWord());
    }
    return json;
  }

  static TokenizerConfig read(byte[] json, String origin) {
    return new TokenizerConfig(JsonObject.of(JsonReader.read(json, origin), origin));
  }

  /** A file that says nothing. */
  static TokenizerConfig empty() {
    return new TokenizerConfig(new JsonObject(Map.of(), TokenizerFiles.CONFIG));
  }

  /**
   * The options that the file names. Where it is silent, {@code BertTokenizer} folds case, and for
   * all others the pieces tell.
   */
  TokenizerOptions options(Vocabulary vocabulary) {
    TokenizerOptions absent = defaults(vocabulary);
    boolean lowercase = file.has(LOWERCASE) ? file.bool(LOWERCASE) : absent.lowercase();
    boolean asLowercase = file.has(LOWERCASE) ? lowercase : absent.stripAccents();
    return new TokenizerOptions(
        absent.profile(),
        lowercase,
        file.has(STRIP_ACCENTS) ? file.bool(STRIP_ACCENTS) : asLowercase,
        !file.has(SPLIT_IDEOGRAPHS) || file.bool(SPLIT_IDEOGRAPHS),
        file.has(MAX_CHARACTERS) ? file.integer(MAX_CHARACTERS, 1) : absent.maxCharactersPerWord());
  }

  private TokenizerOptions defaults(Vocabulary vocabulary) {
    Profile profile = Profile.HF;
    if (file.has(TokenizerJson.PROFILE_KEY)) {
      file.require(TokenizerJson.PROFILE_KEY, TokenizerJson.GOOGLE);
      profile = Profile.GOOGLE;
    }
    boolean bert = file.has(CLASS) && file.text(CLASS).startsWith("BertTokenizer");
    return bert ? TokenizerOptions.of(profile, true) : FoldedPieces.options(vocabulary, profile);
  }

  /**
   * Insists that what the file says is what {@code tokenizer.json} says.
   *
   * @param options of {@code tokenizer.json}
   * @param origin of {@code tokenizer.json}
   */
  void check(TokenizerOptions options, String origin) {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put(LOWERCASE, options.lowercase());
    expected.put(STRIP_ACCENTS, options.stripAccents());
    expected.put(SPLIT_IDEOGRAPHS, options.splitIdeographs());
    expected.put(MAX_CHARACTERS, (long) options.maxCharactersPerWord());
    List<String> different =
        expected.keySet().stream()
            .filter(
                key -> file.has(key) && !Objects.equals(file.members().get(key), expected.get(key)))
            .toList();
    if (!different.isEmpty()) {
      throw new TokenizerFormatException(
          "%s says otherwise than %s: %s. Make them agree, or name one file instead of the folder."
              .formatted(file.place(), origin, String.join(", ", different)));
    }
  }
}
