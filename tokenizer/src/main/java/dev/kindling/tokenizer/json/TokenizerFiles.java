package dev.kindling.tokenizer.json;

import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.TokenizerFormatException;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.json.TokenizerJson.Template;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A tokenizer's files as Hugging Face lays them out: {@value #VOCABULARY}, {@value #TOKENIZER},
 * {@value #CONFIG} and {@value #SPECIAL_TOKENS}, to {@link Tokenizer}s and back.
 */
public final class TokenizerFiles {

  /** The pieces, a line each. */
  public static final String VOCABULARY = "vocab.txt";

  /** The whole tokenizer, as Hugging Face's Rust library reads it. */
  public static final String TOKENIZER = "tokenizer.json";

  /** The class of transformers that reads the folder, and its settings. */
  public static final String CONFIG = "tokenizer_config.json";

  /** Which piece has which task. */
  public static final String SPECIAL_TOKENS = "special_tokens_map.json";

  private TokenizerFiles() {}

  /**
   * The four files by their names. The same arguments give the same bytes.
   *
   * @param template what is put around a text
   * @param longestSequence in tokens, of the model that the tokenizer belongs to; empty if there is
   *     none yet
   * @throws TokenizerFormatException if the vocabulary lacks a special token that the template
   *     needs
   */
  public static Map<String, byte[]> bytes(
      Tokenizer tokenizer, Template template, OptionalInt longestSequence) {
    SpecialTokensMap.requireAll(tokenizer.vocabulary(), template);
    TokenizerOptions options = tokenizer.options();
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(VOCABULARY, tokenizer.vocabulary().toBytes());
    files.put(TOKENIZER, TokenizerJson.write(tokenizer.vocabulary(), options, template));
    files.put(CONFIG, TokenizerConfig.write(options, template, longestSequence));
    files.put(SPECIAL_TOKENS, JsonWriter.toBytes(SpecialTokensMap.of(template)));
    return files;
  }

  /**
   * Writes the four files into a folder, which is made where it is missing. Files of the same names
   * are replaced.
   *
   * @throws IOException if a file cannot be written
   * @throws TokenizerFormatException as {@link #bytes} does
   */
  public static void write(
      Path folder, Tokenizer tokenizer, Template template, OptionalInt longestSequence)
      throws IOException {
    Map<String, byte[]> files = bytes(tokenizer, template, longestSequence);
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /**
   * Reads a tokenizer.
   *
   * <p>Of a folder, {@value #TOKENIZER} is read if it is there, and the other files must agree with
   * it; else {@value #VOCABULARY} with the options that {@value #CONFIG} names. A single file is
   * taken by itself if its name ends in {@code .json}, as a {@value #TOKENIZER}. Any other is taken
   * for a {@value #VOCABULARY}, with a {@value #CONFIG} beside it. Where no file says it, the rules
   * are Hugging Face's, and case and accents are folded if no piece has any.
   *
   * @param fileOrFolder in the default file system or another
   * @throws IOException if a file is missing or cannot be read
   * @throws TokenizerFormatException if a file is damaged, or files disagree
   */
  public static Tokenizer read(Path fileOrFolder) throws IOException {
    if (Files.isDirectory(fileOrFolder)) {
      return readFolder(fileOrFolder);
    }
    if (fileOrFolder.toString().endsWith(".json")) {
      return TokenizerJson.read(Files.readAllBytes(fileOrFolder), fileOrFolder.toString());
    }
    Vocabulary vocabulary = readVocabulary(fileOrFolder);
    Path config = fileOrFolder.resolveSibling(CONFIG);
    TokenizerConfig settings = Files.exists(config) ? readConfig(config) : TokenizerConfig.empty();
    return Tokenizer.of(vocabulary, settings.options(vocabulary));
  }

  /**
   * Reads a {@value #VOCABULARY}, whatever stands beside it.
   *
   * @param file the vocabulary, or a folder that holds it
   * @param options how text becomes words
   * @throws IOException if the file is missing or cannot be read
   * @throws TokenizerFormatException if it is damaged
   */
  public static Tokenizer read(Path file, TokenizerOptions options) throws IOException {
    return Tokenizer.of(
        readVocabulary(Files.isDirectory(file) ? file.resolve(VOCABULARY) : file), options);
  }

  private static Tokenizer readFolder(Path folder) throws IOException {
    Path json = folder.resolve(TOKENIZER);
    Path pieces = folder.resolve(VOCABULARY);
    Path config = folder.resolve(CONFIG);
    Path specialTokens = folder.resolve(SPECIAL_TOKENS);
    Tokenizer tokenizer;
    if (Files.exists(json)) {
      tokenizer = read(json);
      if (Files.exists(pieces)) {
        checkPieces(readVocabulary(pieces), pieces, tokenizer.vocabulary(), json);
      }
      if (Files.exists(config)) {
        readConfig(config).check(tokenizer.options(), json.toString());
      }
    } else if (Files.exists(pieces)) {
      tokenizer = read(pieces);
    } else {
      throw new NoSuchFileException(
          folder.toString(), null, "it holds neither " + TOKENIZER + " nor " + VOCABULARY);
    }
    if (Files.exists(specialTokens)) {
      SpecialTokensMap.check(
          Files.readAllBytes(specialTokens), specialTokens.toString(), tokenizer.vocabulary());
    }
    return tokenizer;
  }

  private static void checkPieces(Vocabulary one, Path first, Vocabulary other, Path second) {
    if (!one.pieces().equals(other.pieces())) {
      throw new TokenizerFormatException(
          "%s holds %,d pieces, %s %,d, and they are not the same. Make them agree, or name one file instead of the folder."
              .formatted(first, one.size(), second, other.size()));
    }
  }

  private static TokenizerConfig readConfig(Path file) throws IOException {
    return TokenizerConfig.read(Files.readAllBytes(file), file.toString());
  }

  /** The pieces of a file, [UNK] among them: no text can be encoded without it. */
  private static Vocabulary readVocabulary(Path file) throws IOException {
    Vocabulary vocabulary =
        Vocabulary.read(new ByteArrayInputStream(Files.readAllBytes(file)), file.toString());
    SpecialTokensMap.requireUnknown(vocabulary, file.toString());
    return vocabulary;
  }
}
