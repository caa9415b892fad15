package dev.kindling.tokenizer.json;

import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.TokenizerFormatException;
import dev.kindling.tokenizer.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The files of one folder, to one tokenizer.
 *
 * @param files the bytes by name
 * @param folder its name, for messages
 */
record TokenizerFolder(Map<String, byte[]> files, String folder) {

  Tokenizer read() {
    Tokenizer tokenizer;
    if (has(TokenizerFiles.TOKENIZER)) {
      tokenizer =
          TokenizerJson.read(files.get(TokenizerFiles.TOKENIZER), place(TokenizerFiles.TOKENIZER));
      checkPieces(tokenizer);
      checkConfig(tokenizer);
    } else if (has(TokenizerFiles.VOCABULARY)) {
      tokenizer =
          read(
              files.get(TokenizerFiles.VOCABULARY),
              place(TokenizerFiles.VOCABULARY),
              files,
              folder);
    } else {
      throw new TokenizerFormatException(
          "%s holds neither %s nor %s"
              .formatted(folder, TokenizerFiles.TOKENIZER, TokenizerFiles.VOCABULARY));
    }
    if (has(TokenizerFiles.SPECIAL_TOKENS)) {
      SpecialTokensMap.check(
          files.get(TokenizerFiles.SPECIAL_TOKENS),
          place(TokenizerFiles.SPECIAL_TOKENS),
          tokenizer.vocabulary());
    }
    return tokenizer;
  }

  /** A tokenizer of these pieces, with the options that a config among the files names. */
  static Tokenizer read(byte[] pieces, String origin, Map<String, byte[]> files, String folder) {
    Vocabulary vocabulary = vocabulary(pieces, origin);
    TokenizerFolder beside = new TokenizerFolder(files, folder);
    TokenizerConfig config =
        beside.has(TokenizerFiles.CONFIG) ? beside.config() : TokenizerConfig.empty();
    return Tokenizer.of(vocabulary, config.options(vocabulary));
  }

  /** The pieces, [UNK] among them: no text can be encoded without it. */
  static Vocabulary vocabulary(byte[] pieces, String origin) {
    try {
      Vocabulary vocabulary = Vocabulary.read(new ByteArrayInputStream(pieces), origin);
      SpecialTokensMap.requireUnknown(vocabulary, origin);
      return vocabulary;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private void checkPieces(Tokenizer tokenizer) {
    if (!has(TokenizerFiles.VOCABULARY)) {
      return;
    }
    Vocabulary other =
        vocabulary(files.get(TokenizerFiles.VOCABULARY), place(TokenizerFiles.VOCABULARY));
    if (!other.pieces().equals(tokenizer.vocabulary().pieces())) {
      throw new TokenizerFormatException(
          "%s holds %,d pieces, %s %,d, and they are not the same. Make them agree, or name one file instead of the folder."
              .formatted(
                  place(TokenizerFiles.VOCABULARY),
                  other.size(),
                  place(TokenizerFiles.TOKENIZER),
                  tokenizer.vocabulary().size()));
    }
  }

  private void checkConfig(Tokenizer tokenizer) {
    if (has(TokenizerFiles.CONFIG)) {
      config().check(tokenizer.options(), place(TokenizerFiles.TOKENIZER));
    }
  }

  private TokenizerConfig config() {
    return TokenizerConfig.read(files.get(TokenizerFiles.CONFIG), place(TokenizerFiles.CONFIG));
  }

  private boolean has(String name) {
    return files.containsKey(name);
  }

  private String place(String name) {
    return folder + "/" + name;
  }
}
