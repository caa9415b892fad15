package dev.kindling.jobs.tryout;

import dev.kindling.jobs.Options;
import dev.kindling.model.Batch;
import dev.kindling.model.generate.FillMask;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.WordPieceEncoder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Fills the masks of a text with an exported BERT; needs no Spark. */
public final class FillMaskCommand {
  private static final String USAGE =
      "kindling fill-mask --model DIR [--top 5] \"text with [MASK]\"";

  private FillMaskCommand() {}

  /**
   * Runs the command.
   *
   * @param args what follows the command's name
   * @param out where the answer goes
   * @return exit status
   */
  public static int run(List<String> args, PrintStream out) {
    Options options = new Options(args, USAGE, Set.of("--model", "--top"));
    Path folder = Path.of(options.required("--model"));
    int top = options.value("--top", 5, Integer::parseInt);
    if (top < 1) {
      throw options.wrong("--top " + top + ": must be at least 1");
    }
    if (options.free().size() != 1) {
      throw options.wrong("give one text, in quotes");
    }
    String text = options.free().get(0);
    if (!text.contains(SpecialToken.MASK.text())) {
      throw options.wrong("the text has no [MASK] to fill");
    }
    try (ExportedModel model = ExportedModel.open(folder)) {
      if (!model.config().isBert()) {
        throw options.wrong(folder + " holds a GPT; `kindling generate` tries that");
      }
      int[] ids = encode(text, model);
      if (ids.length > model.config().positions()) {
        throw options.wrong(
            "the text has %d pieces, the model reads at most %d"
                .formatted(ids.length, model.config().positions()));
      }
      print(ids, model, top, out);
    }
    return 0;
  }

  /** [CLS] text [SEP], with [MASK] for what reads so in the text. */
  private static int[] encode(String text, ExportedModel model) {
    WordPieceEncoder encoder = model.encoder();
    Vocabulary vocabulary = model.vocabulary();
    List<Integer> ids = new ArrayList<>();
    ids.add(vocabulary.id(SpecialToken.CLASSIFICATION));
    String rest = text;
    for (int at = next(rest); at >= 0; at = next(rest)) {
      append(ids, encoder.encode(rest.substring(0, at)));
      ids.add(vocabulary.id(SpecialToken.MASK));
      rest = rest.substring(at + SpecialToken.MASK.text().length());
    }
    append(ids, encoder.encode(rest));
    ids.add(vocabulary.id(SpecialToken.SEPARATOR));
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int next(String text) {
    return text.indexOf(SpecialToken.MASK.text());
  }

  private static void append(List<Integer> ids, int[] more) {
    for (int id : more) {
      ids.add(id);
    }
  }

  private static void print(int[] ids, ExportedModel model, int top, PrintStream out) {
    Vocabulary vocabulary = model.vocabulary();
    int mask = vocabulary.id(SpecialToken.MASK);
    int[] rows = IntStream.range(0, ids.length).filter(i -> ids[i] == mask).toArray();
    Batch batch =
        Batch.bert(
            1,
            ids.length,
            ids,
            new int[ids.length],
            new int[] {ids.length},
            rows,
            new int[rows.length],
            new int[0]);
    float[] logits = model.engine().logits(batch);
    for (int m = 0; m < rows.length; m++) {
      if (rows.length > 1) {
        out.println("[MASK] " + (m + 1));
      }
      for (FillMask.Candidate candidate : FillMask.top(logits, m, vocabulary.size(), top)) {
        out.println(
            String.format(
                Locale.ROOT,
                "%6.2f%%  %s",
                100 * candidate.probability(),
                vocabulary.piece(candidate.id())));
      }
    }
  }
}
