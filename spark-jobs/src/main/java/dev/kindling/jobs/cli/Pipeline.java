package dev.kindling.jobs.cli;

import dev.kindling.corpus.NearestName;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.corpus.CorpusStage;
import dev.kindling.jobs.corpus.RecordsStage;
import dev.kindling.jobs.corpus.report.CorpusReportStage;
import dev.kindling.jobs.evaluate.EvaluateStage;
import dev.kindling.jobs.examples.ExamplesStage;
import dev.kindling.jobs.export.ExportStage;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.vocab.VocabularyStage;
import dev.kindling.jobs.vocab.WordsStage;
import dev.kindling.train.PretrainStage;
import dev.kindling.train.report.ReportStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The one place that knows all stages and their order. */
final class Pipeline {
  private Pipeline() {}

  static List<Stage> stages(PipelineConfig config) {
    List<Stage> stages = new ArrayList<>();
    stages.add(new RecordsStage());
    stages.add(new CorpusStage());
    stages.add(new CorpusReportStage());
    stages.add(WordsStage.ofCorpus());
    stages.add(new VocabularyStage());
    config.examples().keySet().forEach(name -> stages.add(new ExamplesStage(name)));
    for (String run : config.runs().keySet()) {
      stages.add(new PretrainStage(run));
      stages.add(new EvaluateStage(run));
      stages.add(new ExportStage(run));
      stages.add(new ReportStage(run));
    }
    return List.copyOf(stages);
  }

  /**
   * The stages of one command.
   *
   * @throws KindlingException (usage) if the config has no entry of that name
   */
  static List<Stage> select(Command command, Arguments arguments, PipelineConfig config) {
    if (command == Command.RUN) {
      return stages(config);
    }
    Optional<String> name = arguments.name();
    if (command == Command.EXAMPLES) {
      requireKnown(name, "examples", config.examples().keySet());
    } else {
      requireKnown(name, "runs", config.runs().keySet());
    }
    String wanted = command.word() + name.map(n -> " " + n).orElse("");
    return stages(config).stream()
        .filter(stage -> !(arguments.replay() && stage instanceof RecordsStage))
        .filter(
            stage ->
                stage.command().equals(wanted)
                    || (name.isEmpty() && stage.command().startsWith(wanted + " ")))
        .toList();
  }

  /**
   * The names of the runs that a command is about: the one that was named, or all.
   *
   * @throws KindlingException (usage) if the config has no run of that name
   */
  static List<String> runs(Arguments arguments, PipelineConfig config) {
    requireKnown(arguments.name(), "runs", config.runs().keySet());
    return arguments.name().map(List::of).orElse(List.copyOf(config.runs().keySet()));
  }

  private static void requireKnown(Optional<String> name, String section, Set<String> known) {
    if (name.isPresent() && !known.contains(name.get())) {
      String hint =
          NearestName.of(name.get(), known)
              .map(meant -> "did you mean " + meant + "?")
              .orElse("it has " + known + ".");
      throw new KindlingException(
          ExitCode.USAGE, "The config has no " + section + "." + name.get() + "; " + hint);
    }
  }
}
