package dev.kindling.jobs.vocab;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * Text to the table of its words with their counts. It depends on the text and its normalisation
 * alone, so vocabularies of any size are learned from one counting.
 */
public final class WordsStage implements Stage {
  static final String WORDS = "words";
  static final String OCCURRENCES = "occurrences";

  private static final String DIRECTORY = Layout.WORDS.directory();

  private final TextSource source;

  private WordsStage(TextSource source) {
    this.source = source;
  }

  /** The words of documents that are not held out. */
  public static WordsStage ofCorpus() {
    return new WordsStage(new CorpusTexts());
  }

  /**
   * The words of plain UTF-8 files.
   *
   * @param files absolute paths or URIs, at least one
   */
  public static WordsStage ofFiles(List<String> files) {
    return new WordsStage(new TextFiles(files));
  }

  @Override
  public String name() {
    return Layout.WORDS.stage();
  }

  @Override
  public String command() {
    return Layout.VOCABULARY.stage();
  }

  @Override
  public boolean isKept() {
    return true;
  }

  @Override
  public List<String> directories() {
    return List.of(DIRECTORY);
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return config.vocab().wordKeys();
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    return source.inputs();
  }

  @Override
  @SuppressWarnings("try") // the progress is shown while it is open
  public void run(StageContext context) throws IOException {
    Path directory = context.output(DIRECTORY);
    int files = WordsTable.files(source.bytes(context));
    try (TaskProgress progress = TaskProgress.show(context, name())) {
      WordsTable.write(
          source.texts(context),
          context.config().vocab().tokenizerOptions(),
          files,
          directory,
          context.workspace());
    }
    Row totals =
        WordsTable.read(context.session(), directory)
            .agg(count(lit(1)), coalesce(sum(WordsTable.COUNT), lit(0L)))
            .head();
    context.count(WORDS, totals.getLong(0));
    context.count(OCCURRENCES, totals.getLong(1));
    if (totals.getLong(0) == 0) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          "The text holds no words, so there is nothing to learn a vocabulary from. "
              + source.remedy());
    }
  }
}
