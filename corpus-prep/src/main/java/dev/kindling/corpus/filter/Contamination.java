package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops documents that hold text of evaluation sets: that share an n-gram of words with them. GPT-3
 * (Brown et al. 2020) and NeMo take 13 words, datatrove 12. Words are compared in lower case
 * without what stands between them.
 */
final class Contamination implements Rule {
  static final RuleKind KIND =
      RuleKind.named("contamination")
          .files("files")
          .number("ngram", 13)
          .number("shortest", 8)
          .number("maximum-matches", 0)
          .makes(Contamination::new);

  private final EvaluationGrams grams;
  private final double maximumMatches;

  private Contamination(Arguments arguments) {
    List<String> files = arguments.texts("files");
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          "contamination.files must name at least one file of evaluation texts");
    }
    int words = wholeNumber(arguments, "ngram");
    int shortest = wholeNumber(arguments, "shortest");
    maximumMatches = arguments.number("maximum-matches");
    grams = new EvaluationGrams(words, shortest);
    for (String file : files) {
      addFile(file, arguments.lines(file));
    }
  }

  private static int wholeNumber(Arguments arguments, String name) {
    double value = arguments.number(name);
    if (value < 1 || value != Math.rint(value) || value > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "contamination." + name + " must be a whole number, at least 1, got " + value);
    }
    return (int) value;
  }

  /** Each line is a text; in a file of JSON lines, each string in it. */
  private void addFile(String file, List<String> lines) {
    boolean json = file.matches(".*\\.jsonl(\\.\\w+)?");
    for (int i = 0; i < lines.size(); i++) {
      int line = i + 1;
      texts(file, line, lines.get(i), json)
          .forEach(text -> grams.add(new EvaluationGrams.Text(file, line, text)));
    }
  }

  private static List<String> texts(String file, int number, String line, boolean json) {
    try {
      return json ? JsonStrings.of(line) : List.of(line);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "contamination.files: line %d of %s is no JSON: %s"
              .formatted(number, file, e.getMessage()),
          e);
    }
  }

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    GramWords words = new GramWords(scan.text());
    List<String> matches = new ArrayList<>();
    grams.match(
        words,
        (text, first, length) ->
            matches.add(matches.isEmpty() ? describe(text, words.normalised(first, length)) : ""));
    return matches.size() > maximumMatches
        ? new Decision.Drop("contamination.ngram", matches.size(), maximumMatches, matches.get(0))
        : Decision.KEEP;
  }

  private static String describe(EvaluationGrams.Text text, String words) {
    return "line %d of %s: %s".formatted(text.line(), text.file(), words);
  }
}
