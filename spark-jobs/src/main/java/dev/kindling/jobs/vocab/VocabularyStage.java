package dev.kindling.jobs.vocab;

import static org.apache.spark.sql.functions.col;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.config.VocabularyConfig;
import dev.kindling.jobs.stage.Console;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.json.TokenizerFiles;
import dev.kindling.tokenizer.json.TokenizerJson.Template;
import dev.kindling.tokenizer.learn.WordCounts;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counted words to the tokenizer's files. The driver learns the pieces, from at most {@code
 * vocab.word-limit} words.
 */
public final class VocabularyStage implements Stage {
  private static final String DIRECTORY = Layout.VOCABULARY.directory();

  @Override
  public String name() {
    return Layout.VOCABULARY.stage();
  }

  @Override
  public List<String> directories() {
    return List.of(DIRECTORY);
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return Map.of("vocab", config.vocab());
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    return List.of(Layout.WORDS);
  }

  @Override
  public void run(StageContext context) throws IOException {
    VocabularyConfig config = context.config().vocab();
    Path directory = context.workspace().path(Layout.WORDS.directory());
    Dataset<Row> table = WordsTable.read(context.session(), directory);
    WordSelection selection = select(table, config.wordLimit(), context.console());
    WordCounts counts =
        context.steps().time("words", () -> collect(context, directory, selection.leastCount()));
    JoinsFile joins = new JoinsFile(context.workspace(), context.fingerprint());
    Learning learning = new Learning(config.learnerOptions(), joins, context.console());
    Vocabulary vocabulary = context.steps().time("learning", () -> learning.learn(counts));
    if (vocabulary.size() < config.size()) {
      context
          .console()
          .line(
              "vocab: the text gives %,d pieces, fewer than vocab.size = %,d",
              vocabulary.size(), config.size());
    }
    Tokenizer tokenizer = Tokenizer.of(vocabulary, config.tokenizerOptions());
    for (Map.Entry<String, byte[]> file :
        TokenizerFiles.bytes(tokenizer, Template.BERT, OptionalInt.empty()).entrySet()) {
      write(context, file.getKey(), file.getValue());
    }
    context.count("words", selection.words());
    context.count("pieces", vocabulary.size());
    context.count("occurrences", selection.occurrences());
    context.count("least-count", selection.leastCount());
    context.count("words-left-out", selection.wordsLeftOut());
    context.count("occurrences-left-out", selection.occurrencesLeftOut());
    context.count("pair-count-error", selection.pairCountError());
  }

  private static WordSelection select(Dataset<Row> table, int limit, Console console) {
    WordSelection selection = WordSelection.of(table, limit);
    if (selection.words() == 0) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          ("vocab.word-limit = %d: more words than that are seen about equally often, and none more"
                  + " often. Raise the limit.")
              .formatted(limit));
    }
    if (selection.wordsLeftOut() > 0) {
      console.line(
          "vocab: %,d words seen fewer than %,d times are left out, the others are within vocab.word-limit = %,d",
          selection.wordsLeftOut(), selection.leastCount(), limit);
    }
    return selection;
  }

  /** File by file, so that little more than the words themselves is held at any time. */
  private static WordCounts collect(StageContext context, Path directory, long leastCount)
      throws IOException {
    WordCounts counts = new WordCounts();
    for (FileStatus file : context.workspace().files(directory)) {
      if (file.getPath().getName().endsWith(".parquet")) {
        WordsTable.read(context.session(), file.getPath())
            .where(col(WordsTable.COUNT).geq(leastCount))
            .collectAsList()
            .forEach(word -> counts.add(word.getString(0), word.getLong(1)));
      }
    }
    return counts;
  }

  private static void write(StageContext context, String name, byte[] bytes) throws IOException {
    Path file = new Path(context.output(DIRECTORY), name);
    try (OutputStream out = context.workspace().create(file)) {
      out.write(bytes);
    }
  }
}
