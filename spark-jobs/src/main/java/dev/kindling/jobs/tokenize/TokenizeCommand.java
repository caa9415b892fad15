package dev.kindling.jobs.tokenize;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.Options;
import dev.kindling.tokenizer.Profile;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.TokenizerFormatException;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.json.TokenizerFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes the tokens of each line of its input as a line; needs no Spark. */
public final class TokenizeCommand {
  private static final String USAGE =
      "kindling tokenize --tokenizer FILE [--profile hf|google] [--pieces] [--special] [--threads N]"
          + " [FILE...] (none, or -: standard input)";
  private static final int MOST_THREADS = 1024;
  private static final int[] NOTHING = {};

  private TokenizeCommand() {}

  /**
   * Runs the command.
   *
   * @param args what follows the command's name
   * @param out where the tokens go
   * @return exit status
   */
  public static int run(List<String> args, PrintStream out) throws Exception {
    Options options =
        new Options(
            args,
            USAGE,
            Set.of("--tokenizer", "--profile", "--threads"),
            Set.of("--pieces", "--special"));
    int processors = Runtime.getRuntime().availableProcessors();
    int threads = options.value("--threads", processors, Integer::parseInt);
    if (threads < 1 || threads > MOST_THREADS) {
      throw options.wrong("--threads %d: must be 1 to %,d".formatted(threads, MOST_THREADS));
    }
    Tokenizer tokenizer = tokenizer(options);
    List<String> files = files(options);
    Vocabulary vocabulary = tokenizer.vocabulary();
    TokenTexts texts =
        options.has("--pieces") ? TokenTexts.pieces(vocabulary) : TokenTexts.ids(vocabulary);
    boolean special = options.has("--special");
    int[] before = special ? id(vocabulary, SpecialToken.CLASSIFICATION) : NOTHING;
    int[] behind = special ? id(vocabulary, SpecialToken.SEPARATOR) : NOTHING;
    try (LineReader reader = new LineReader(files)) {
      new BlockPipeline(threads, () -> new BlockEncoder(tokenizer.encoder(), texts, before, behind))
          .run(reader, out);
    }
    return 0;
  }

  private static Tokenizer tokenizer(Options options) {
    Tokenizer tokenizer = read(Path.of(options.required("--tokenizer")));
    Profile given = options.value("--profile", null, name -> profile(name, options));
    return given == null || given == tokenizer.options().profile()
        ? tokenizer
        : Tokenizer.of(tokenizer.vocabulary(), as(given, tokenizer.options()));
  }

  private static Tokenizer read(Path path) {
    try {
      return TokenizerFiles.read(path);
    } catch (NoSuchFileException missing) {
      String more = missing.getReason() == null ? "" : ", " + missing.getReason();
      throw unreadable(path, missing.getFile() + ": there is no such file" + more, missing);
    } catch (AccessDeniedException denied) {
      throw unreadable(path, denied.getFile() + ": permission denied", denied);
    } catch (IOException | TokenizerFormatException damaged) {
      throw unreadable(path, damaged.getMessage(), damaged);
    }
  }

  private static KindlingException unreadable(Path path, String problem, Exception cause) {
    return new KindlingException(
        ExitCode.BAD_DATA, "--tokenizer %s: %s".formatted(path, problem), cause);
  }

  private static Profile profile(String name, Options options) {
    for (Profile profile : Profile.values()) {
      if (profile.name().toLowerCase(Locale.ROOT).equals(name)) {
        return profile;
      }
    }
    throw options.wrong("--profile %s: must be hf or google".formatted(name));
  }

  /** The other profile's rules and its limit of characters a word. */
  private static TokenizerOptions as(Profile profile, TokenizerOptions options) {
    return new TokenizerOptions(
        profile,
        options.lowercase(),
        options.stripAccents(),
        options.splitIdeographs(),
        TokenizerOptions.of(profile, options.lowercase()).maxCharactersPerWord());
  }

  private static int[] id(Vocabulary vocabulary, SpecialToken token) {
    try {
      return new int[] {vocabulary.id(token)};
    } catch (IllegalArgumentException missing) {
      throw new KindlingException(ExitCode.BAD_DATA, "--special: " + missing.getMessage(), missing);
    }
  }

  /** The files to read, all of them there. */
  private static List<String> files(Options options) {
    if (options.free().isEmpty()) {
      return List.of(LineReader.STANDARD_INPUT);
    }
    List<String> problems = new ArrayList<>();
    for (String file : options.free()) {
      if (!file.equals(LineReader.STANDARD_INPUT)) {
        Path path = Path.of(file);
        if (!Files.exists(path)) {
          problems.add(file + ": there is no such file");
        } else if (Files.isDirectory(path)) {
          problems.add(file + " is a folder; give its files");
        } else if (!Files.isReadable(path)) {
          problems.add(file + ": permission denied");
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new KindlingException(ExitCode.BAD_DATA, String.join("\n", problems));
    }
    return options.free();
  }
}
