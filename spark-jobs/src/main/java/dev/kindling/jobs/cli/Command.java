package dev.kindling.jobs.cli;

import dev.kindling.corpus.NearestName;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What kindling can be asked to do. */
enum Command {
  RUN("the whole pipeline: what is done is skipped, what was interrupted continues"),
  CORPUS(
      "raw text to documents; always builds anew, like vocab, examples and export",
      "[--replay] [--sample N]"),
  VOCAB("documents to the vocabulary; --text takes plain files", "[--text FILE... --output DIR]"),
  EXAMPLES("documents to training examples, of one entry or of all", "[NAME]"),
  PRETRAIN("examples to a trained model; continues from its last checkpoint", "[NAME]"),
  CHECKPOINTS("the checkpoints of a run; reads every byte and names what is damaged", "[NAME]"),
  EVALUATE("a trained model to its held-out figures", "[NAME]"),
  EXPORT("a trained model to a folder in the Hugging Face layout", "[NAME]"),
  REPORT("a run to its report page", "[NAME]"),
  FILL_MASK("the likeliest words for each [MASK] of a text", "--model DIR TEXT"),
  GENERATE("text that continues a prompt", "--model DIR --prompt TEXT"),
  EXTRACT("the main text of HTML files, one JSON line a file", "FILE... (- for standard input)"),
  TOKENIZE("each line of text to a line of token ids or pieces", "--tokenizer FILE [FILE...]"),
  PLAN("which stages would run, and why"),
  ESTIMATE("memory, time, network, cost and energy of each run: before, and what they were after"),
  DOCTOR("whether this machine, and a cluster's executors, have what kindling needs"),
  HELP("this text"),
  VERSION("the version");

  private final String purpose;
  private final String arguments;

  Command(String purpose) {
    this(purpose, "");
  }

  Command(String purpose, String arguments) {
    this.purpose = purpose;
    this.arguments = arguments;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean takesName() {
    return arguments.equals("[NAME]");
  }

  static Command of(String word) {
    return switch (word) {
      case "-h", "--help" -> HELP;
      case "--version" -> VERSION;
      default ->
          Arrays.stream(values())
              .filter(command -> command.word().equals(word))
              .findFirst()
              .orElseThrow(() -> unknown(word));
    };
  }

  private static KindlingException unknown(String word) {
    List<String> words = Arrays.stream(values()).map(Command::word).toList();
    String hint =
        NearestName.of(word, words)
            .map(meant -> "did you mean " + meant + "?")
            .orElse("`kindling help` lists them.");
    return new KindlingException(ExitCode.USAGE, "Unknown command " + word + "; " + hint);
  }

  static String help() {
    StringBuilder text = new StringBuilder();
    text.append("Kindling pretrains BERT and GPT models from raw text on Apache Spark.\n\n");
    text.append(
        "usage: kindling COMMAND --config FILE [--set a.b=c]... [--device D] [--master M]\n\n");
    for (Command command : values()) {
      String synopsis = (command.word() + " " + command.arguments).trim();
      text.append(String.format(Locale.ROOT, "  %-36s %s%n", synopsis, command.purpose));
    }
    text.append(
        """

          --config FILE    the pipeline, in YAML
          --set a.b=c      overrides one key of it; may be repeated
          --device D       what the runs compute on: cpu, cuda, nd4j, auto
          --master M       where Spark runs: local[2], spark://..., yarn, k8s://...
          --replay         makes the corpus from records/ and never looks at the raw text
          --sample N       shows what would become of N records and writes nothing

        Exit codes: 0 done, 1 unexpected error (a fault of kindling, with its stack trace), 2 usage or config,
        3 bad data, 4 corrupt checkpoint, 5 cluster failure or an unfit machine.
        """);
    return text.toString();
  }
}
