package dev.kindling.tokenizer.json;

import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.TokenizerFormatException;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.json.TokenizerJson.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
   * Reads a tokenizer from a folder's files: {@value #TOKENIZER} if it is there, with which the
   * others must agree; else {@value #VOCABULARY} with the options that {@value #CONFIG} names.
   * Where no file says it, the rules are Hugging Face's, and case and accents are folded if no
   * piece has any.
   *
   * @param files the bytes by name, as {@link #bytes} gives them; others are passed over
   * @param folder its name, for messages
   * @throws TokenizerFormatException if a file is damaged, files disagree, or there is neither a
   *     {@value #TOKENIZER} nor a {@value #VOCABULARY}
   */
  public static Tokenizer read(Map<String, byte[]> files, String folder) {
    return new TokenizerFolder(files, folder).read();
  }

  /**
   * Reads a tokenizer. A folder is read as {@link #read(Map, String)} says. A file is taken by
   * itself, as a {@value #TOKENIZER}, if its name ends in {@code .json}; any other is taken for a
   * {@value #VOCABULARY}, with a {@value #CONFIG} beside it if there is one.
   *
   * @param fileOrFolder where
   * @throws IOException if a file is missing or cannot be read
   * @throws TokenizerFormatException if a file is damaged, or files disagree
   */
  public static Tokenizer read(Path fileOrFolder) throws IOException {
    if (Files.isDirectory(fileOrFolder)) {
      Map<String, byte[]> files =
          present(fileOrFolder, List.of(VOCABULARY, TOKENIZER, CONFIG, SPECIAL_TOKENS));
      if (!files.containsKey(TOKENIZER) && !files.containsKey(VOCABULARY)) {
        throw new NoSuchFileException(
            fileOrFolder.resolve(TOKENIZER).toString(), null, "nor is there a " + VOCABULARY);
      }
      return read(files, fileOrFolder.toString());
    }
    byte[] bytes = Files.readAllBytes(fileOrFolder);
    if (fileOrFolder.toString().endsWith(".json")) {
      return TokenizerJson.read(bytes, fileOrFolder.toString());
    }
    Path folder = fileOrFolder.toAbsolutePath().getParent();
    Map<String, byte[]> config = present(folder, List.of(CONFIG));
    return TokenizerFolder.read(bytes, fileOrFolder.toString(), config, folder.toString());
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
    Path path = Files.isDirectory(file) ? file.resolve(VOCABULARY) : file;
    return Tokenizer.of(
        TokenizerFolder.vocabulary(Files.readAllBytes(path), path.toString()), options);
  }

  private static Map<String, byte[]> present(Path folder, List<String> names) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    for (String name : names) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        files.put(name, Files.readAllBytes(file));
      }
    }
    return files;
  }
}
