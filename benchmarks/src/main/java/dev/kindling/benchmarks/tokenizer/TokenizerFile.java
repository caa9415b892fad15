package dev.kindling.benchmarks.tokenizer;

import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.json.TokenizerJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the {@code tokenizer.json} that both sides read. */
final class TokenizerFile {
  /** The tokenizer of all-MiniLM-L6-v2, which has bert-base-uncased's vocabulary. */
  private static final String PUBLISHED = "/all-minilm-l6-v2-tokenizer.json";

  private TokenizerFile() {}

  /** The bytes of the file, or of the published one when none is given. */
  static byte[] read(Optional<Path> file) {
    try (InputStream in =
        file.isPresent()
            ? Files.newInputStream(file.get())
            : TokenizerFile.class.getResourceAsStream(PUBLISHED)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the bytes describe. */
  static Tokenizer parse(byte[] json) {
    return TokenizerJson.read(json, "the tokenizer");
  }
}
