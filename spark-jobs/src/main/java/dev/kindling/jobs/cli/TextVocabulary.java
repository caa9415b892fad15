package dev.kindling.jobs.cli;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.Options;
import dev.kindling.jobs.config.ConfigLoader;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Console;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.SparkProvider;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageRunner;
import dev.kindling.jobs.storage.WorkLock;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.jobs.vocab.VocabularyStage;
import dev.kindling.jobs.vocab.WordsStage;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * {@code kindling vocab --text}: a vocabulary from plain files, by the stages of the pipeline. They
 * work in a hidden folder of the output's, from which a second start goes on after an interruption
 * of the first.
 */
final class TextVocabulary {
  static final String FLAG = "--text";

  private static final String WORK = ".kindling";
  private static final String USAGE =
      "kindling vocab --text FILE... --output DIR [--size N] [--profile hf|google] [--cased]"
          + " [--strip-accents true|false] [--split-ideographs true|false]"
          + " [--minimum-frequency N] [--alphabet-limit N] [--word-limit N] [--reserved '[A, B]']";

  /** Options that are keys of the config's section {@code vocab}. */
  private static final List<String> KEYS =
      List.of(
          "size",
          "profile",
          "strip-accents",
          "split-ideographs",
          "minimum-frequency",
          "alphabet-limit",
          "word-limit",
          "reserved");

  private final PrintStream out;
  private final PrintStream err;

  TextVocabulary(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Runs the command.
   *
   * @param words all that stands after {@code vocab}
   * @throws KindlingException for a user's mistake or text without words
   */
  @SuppressWarnings("try") // the watch and the lock are held, not used
  void run(List<String> words) throws Exception {
    Set<String> names =
        Stream.concat(KEYS.stream().map(key -> "--" + key), Stream.of("--output"))
            .collect(Collectors.toSet());
    Options options = new Options(words, USAGE, names, Set.of(FLAG, "--cased"));
    if (options.free().isEmpty()) {
      throw options.wrong("--text needs a file");
    }
    Workspace output =
        new Workspace(absolute(options.required("--output")), SparkProvider.hadoop());
    PipelineConfig config = config(options, new Path(output.root(), WORK).toString());
    List<String> files = options.free().stream().map(TextVocabulary::absolute).toList();
    List<Stage> stages = List.of(WordsStage.ofFiles(files), new VocabularyStage());
    Workspace workspace = new Workspace(config.workdir(), SparkProvider.hadoop());
    try (Interruption watch = Interruption.watch(err);
        WorkLock lock = WorkLock.take(workspace);
        SparkProvider spark = new SparkProvider()) {
      new StageRunner(config, stages, workspace, spark, new Console(out)).rebuild(stages);
      publish(workspace, output);
    }
    output.delete(workspace.root());
  }

  private static PipelineConfig config(Options options, String workdir) {
    List<String> overrides = new ArrayList<>();
    overrides.add("workdir=" + workdir);
    if (options.has("--cased")) {
      overrides.add("vocab.lowercase=false");
    }
    for (String key : KEYS) {
      String value = options.value("--" + key, "", text -> text);
      if (!value.isEmpty()) {
        overrides.add("vocab." + key + "=" + value);
      }
    }
    return ConfigLoader.parse("corpus: {inputs: {text: {path: .}}}", "the options", overrides);
  }

  /** The vocabulary last: where it is, all is. */
  private static void publish(Workspace from, Workspace to) throws IOException {
    List<FileStatus> files = from.files(from.path(Layout.VOCABULARY.directory()));
    for (FileStatus file : files) {
      if (!isOfThePipeline(file.getPath().getName())) {
        to.writeAtomically(to.path(file.getPath().getName()), from.read(file.getPath()));
      }
    }
  }

  private static boolean isOfThePipeline(String name) {
    return name.equals("config.yaml") || name.equals("timing.json");
  }

  private static String absolute(String file) {
    return file.contains("://") ? file : java.nio.file.Path.of(file).toAbsolutePath().toString();
  }
}
