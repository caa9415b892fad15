package dev.kindling.benchmarks.tokenizer;

import dev.kindling.benchmarks.InvalidArgumentsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which files are compared.
 *
 * @param tokenizer a {@code tokenizer.json}; without one, that of bert-base-uncased's vocabulary
 * @param texts one document a line; what is not UTF-8 in them becomes U+FFFD
 */
record IdsArguments(Optional<Path> tokenizer, List<Path> texts) {
  static final String USAGE = "tokenizer-ids [--tokenizer FILE] TEXT...";

  private static final String TOKENIZER = "--tokenizer";

  /**
   * Reads the command line.
   *
   * @throws InvalidArgumentsException if a file is missing, none is given, or an option is unknown
   */
  static IdsArguments parse(List<String> arguments) {
    boolean own = !arguments.isEmpty() && arguments.get(0).equals(TOKENIZER);
    if (own && arguments.size() == 1) {
      throw new InvalidArgumentsException(TOKENIZER + " needs a value");
    }
    List<Path> files =
        arguments.subList(own ? 1 : 0, arguments.size()).stream()
            .map(IdsArguments::existing)
            .toList();
    List<Path> texts = own ? files.subList(1, files.size()) : files;
    if (texts.isEmpty()) {
      throw new InvalidArgumentsException("no text is given");
    }
    return new IdsArguments(own ? Optional.of(files.get(0)) : Optional.empty(), texts);
  }

  private static Path existing(String file) {
    if (file.startsWith("--")) {
      throw new InvalidArgumentsException(
          "unknown argument " + file + "; the only option is " + TOKENIZER + ", before the texts");
    }
    if (!Files.isRegularFile(Path.of(file))) {
      throw new InvalidArgumentsException("the text " + file + " is no file");
    }
    return Path.of(file);
  }
}
