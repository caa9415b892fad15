package dev.kindling.tokenizer.json;

import dev.kindling.tokenizer.Profile;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.TokenizerFormatException;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One {@code tokenizer.json}, of which every key that could change an id is looked at. */
final class TokenizerJsonReader {

  private static final String TYPE = "type";
  private static final String WORD_PIECE = "WordPiece";

  private final String origin;
  private final JsonObject file;

  TokenizerJsonReader(byte[] json, String origin) {
    this.origin = origin;
    this.file = JsonObject.of(JsonReader.read(json, origin), origin);
  }

  Tokenizer read() {
    JsonObject model = file.object("model");
    if (model.has(TYPE)) { // the oldest files name no type
      model.require(TYPE, WORD_PIECE);
    }
    model.require("unk_token", SpecialToken.UNKNOWN.text());
    model.require("continuing_subword_prefix", Vocabulary.CONTINUATION_PREFIX);
    int maxCharacters = model.integer("max_input_chars_per_word", 1);
    TokenizerOptions options = options(file.object("normalizer"), maxCharacters);
    file.object("pre_tokenizer").require(TYPE, "BertPreTokenizer");
    checkDecoder();
    return Tokenizer.of(vocabulary(model.object("vocab")), options);
  }

  private static TokenizerOptions options(JsonObject normalizer, int maxCharacters) {
    normalizer.require(TYPE, "BertNormalizer");
    normalizer.require("clean_text", true);
    boolean lowercase = normalizer.bool("lowercase");
    boolean stripAccents =
        normalizer.has("strip_accents") ? normalizer.bool("strip_accents") : lowercase;
    Profile profile = Profile.HF;
    if (normalizer.has(TokenizerJson.PROFILE_KEY)) {
      normalizer.require(TokenizerJson.PROFILE_KEY, TokenizerJson.GOOGLE);
      profile = Profile.GOOGLE;
    }
    return new TokenizerOptions(
        profile, lowercase, stripAccents, normalizer.bool("handle_chinese_chars"), maxCharacters);
  }

  private void checkDecoder() {
    if (file.has("decoder")) {
      JsonObject decoder = file.object("decoder");
      decoder.require(TYPE, WORD_PIECE);
      decoder.require("prefix", Vocabulary.CONTINUATION_PREFIX);
      decoder.require("cleanup", true);
    }
  }

  /** The model's pieces, and the special tokens that were added to them. */
  private Vocabulary vocabulary(JsonObject vocab) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    vocab.members().keySet().forEach(piece -> ids.put(piece, vocab.integer(piece, 0)));
    for (JsonObject token : addedTokens()) {
      String content = token.text("content");
      int id = token.integer("id", 0);
      if (!ids.containsKey(content) && !isSpecial(content)) {
        throw new TokenizerFormatException(
            "%s: \"%s\" is no piece of model.vocab, where all but special tokens such as %s must stand"
                .formatted(token.place(), content, SpecialToken.END_OF_TEXT.text()));
      }
      if (id != ids.computeIfAbsent(content, key -> id)) {
        throw token.problem("id", "%d, that of \"%s\",".formatted(ids.get(content), content));
      }
    }
    Vocabulary vocabulary = Vocabulary.of(inOrder(ids, vocab.place()), origin);
    SpecialTokensMap.requireUnknown(vocabulary, origin);
    return vocabulary;
  }

  private static boolean isSpecial(String content) {
    return Arrays.stream(SpecialToken.values()).anyMatch(token -> token.text().equals(content));
  }

  private List<JsonObject> addedTokens() {
    List<JsonObject> tokens = new ArrayList<>();
    if (file.has("added_tokens")) {
      int number = 0;
      for (Object element : file.list("added_tokens")) {
        tokens.add(JsonObject.of(element, "%s: added_tokens[%d]".formatted(origin, number++)));
      }
    }
    return tokens;
  }

  private static List<String> inOrder(Map<String, Integer> ids, String place) {
    String[] pieces = new String[ids.size()];
    ids.forEach(
        (piece, id) -> {
          if (id < pieces.length) {
            if (pieces[id] != null) {
              throw new TokenizerFormatException(
                  "%s: \"%s\" and \"%s\" have the same id, %d"
                      .formatted(place, pieces[id], piece, id));
            }
            pieces[id] = piece;
          }
        });
    int gap = Arrays.asList(pieces).indexOf(null);
    if (gap >= 0) {
      throw new TokenizerFormatException(
          "%s: no piece has the id %d. %d pieces must have the ids from 0 to %d."
              .formatted(place, gap, pieces.length, pieces.length - 1));
    }
    return Arrays.asList(pieces);
  }
}
