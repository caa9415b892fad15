package dev.kindling.jobs.tryout;

import dev.kindling.jobs.Options;
import dev.kindling.model.Batch;
import dev.kindling.model.generate.Sampler;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.WordPieceDecoder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Continues a text with an exported GPT; needs no Spark. */
public final class GenerateCommand {
  private static final String USAGE =
      "kindling generate --model DIR --prompt TEXT [--tokens 60] [--temperature 0.8] [--top-k 40]"
          + " [--seed 1]";

  private GenerateCommand() {}

  /**
   * Runs the command.
   *
   * @param args what follows the command's name
   * @param out where the answer goes
   * @return exit status
   */
  public static int run(List<String> args, PrintStream out) {
    Options options =
        new Options(
            args,
            USAGE,
            Set.of("--model", "--prompt", "--tokens", "--temperature", "--top-k", "--seed"));
    Path folder = Path.of(options.required("--model"));
    String prompt = options.required("--prompt");
    int tokens = options.value("--tokens", 60, Integer::parseInt);
    if (tokens < 1) {
      throw options.wrong("--tokens " + tokens + ": must be at least 1");
    }
    if (!options.free().isEmpty()) {
      throw options.wrong("unexpected argument " + options.free().get(0));
    }
    Sampler sampler = sampler(options);
    try (ExportedModel model = ExportedModel.open(folder)) {
      if (model.config().isBert()) {
        throw options.wrong(folder + " holds a BERT; `kindling fill-mask` tries that");
      }
      out.println(prompt + continuation(prompt, tokens, sampler, model));
    }
    return 0;
  }

  private static Sampler sampler(Options options) {
    try {
      return new Sampler(
          options.value("--temperature", 0.8, Double::parseDouble),
          options.value("--top-k", 40, Integer::parseInt),
          options.value("--seed", 1L, Long::parseLong));
    } catch (IllegalArgumentException outOfRange) {
      throw options.wrong(outOfRange.getMessage());
    }
  }

  /** Draws until the wished number of pieces, or until the model ends the text. */
  private static String continuation(
      String prompt, int tokens, Sampler sampler, ExportedModel model) {
    Vocabulary vocabulary = model.vocabulary();
    int endOfText = vocabulary.id(SpecialToken.END_OF_TEXT);
    int[] start = model.encoder().encode(prompt);
    if (start.length == 0) {
      start = new int[] {endOfText}; // what follows the end of a text is the beginning of one
    }
    int[] ids = Arrays.copyOf(start, start.length + tokens);
    int size = start.length;
    while (size < ids.length) {
      float[] logits = logits(ids, size, model);
      for (int id = 0; id < vocabulary.size(); id++) {
        if (vocabulary.isSpecial(id) && id != endOfText) {
          logits[id] = Float.NEGATIVE_INFINITY; // no words
        }
      }
      int next = sampler.next(logits, 0, vocabulary.size());
      if (next == endOfText) {
        break;
      }
      ids[size++] = next;
    }
    WordPieceDecoder decoder = new WordPieceDecoder(vocabulary);
    return decoder.decode(Arrays.copyOf(ids, size)).substring(decoder.decode(start).length());
  }

  /** Logits after the last id; the window slides over what is longer than the model's positions. */
  private static float[] logits(int[] ids, int size, ExportedModel model) {
    int[] window = Arrays.copyOfRange(ids, Math.max(0, size - model.config().positions()), size);
    int last = window.length - 1;
    return model
        .engine()
        .logits(
            Batch.gpt(
                1, window.length, window, new int[] {window.length}, new int[] {last}, new int[1]));
  }
}
