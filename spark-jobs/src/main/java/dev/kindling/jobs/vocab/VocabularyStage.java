package dev.kindling.jobs.vocab;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.config.VocabularyConfig;
import dev.kindling.jobs.corpus.CorpusTables;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.json.TokenizerJson;
import dev.kindling.tokenizer.learn.LearnerOptions;
import dev.kindling.tokenizer.learn.WordCounts;
import dev.kindling.tokenizer.learn.WordPieceLearner;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Documents to {@code vocab.txt} and {@code tokenizer.json}. Words of documents that are not held
 * out are counted on Spark; the driver learns the pieces from the counts.
 */
public final class VocabularyStage implements Stage {
  /**
   * Different words that the driver takes: some 2 GB. Beyond it, words below a count are left out,
   * the smallest power of two that makes the rest fit.
   */
  private static final long MOST_WORDS = 10_000_000;

  @Override
  public String name() {
    return Layout.VOCABULARY.stage();
  }

  @Override
  public List<String> directories() {
    return List.of(Layout.VOCABULARY.directory());
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return Map.of("vocab", config.vocab());
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    return List.of(Layout.CORPUS);
  }

  @Override
  public void run(StageContext context) throws IOException {
    VocabularyConfig config = context.config().vocab();
    WordCounts counts = count(context, config, MOST_WORDS);
    if (counts.size() == 0) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          "The documents that are not held out contain no words, so there is nothing to learn a"
              + " vocabulary from. Add text to corpus.inputs, or lower corpus.held-out-fraction.");
    }
    LearnerOptions learner =
        new LearnerOptions(config.size(), config.minimumFrequency(), config.alphabetLimit());
    Vocabulary vocabulary = learn(learner, counts);
    if (vocabulary.size() < config.size()) {
      context
          .console()
          .line(
              "vocab: the text gives %,d pieces, fewer than vocab.size = %,d",
              vocabulary.size(), config.size());
    }
    TokenizerOptions options = TokenizerOptions.of(config.profile(), config.lowercase());
    write(context, "vocab.txt", vocabulary.toBytes());
    write(
        context,
        "tokenizer.json",
        TokenizerJson.write(vocabulary, options, TokenizerJson.Template.BERT));
    context.count("pieces", vocabulary.size());
  }

  static Vocabulary learn(LearnerOptions options, WordCounts counts) {
    try {
      return new WordPieceLearner(options).learn(counts);
    } catch (IllegalArgumentException e) {
      throw new KindlingException(
          ExitCode.USAGE,
          "vocab.size = %d, vocab.alphabet-limit = %d: %s."
              .formatted(options.vocabularySize(), options.alphabetLimit(), e.getMessage()),
          e);
    }
  }

  /** Counts words; the sums do not depend on how the documents are divided among tasks. */
  static WordCounts count(StageContext context, VocabularyConfig config, long mostWords)
      throws IOException {
    JavaRDD<Row> texts =
        CorpusTables.documents(
                context.session(), context.workspace().path(Layout.CORPUS.directory()))
            .where(not(col("heldout")))
            .select("text")
            .toJavaRDD();
    JavaPairRDD<String, Long> counts =
        texts
            .mapPartitionsToPair(
                new WordCounter(config.profile(), config.lowercase(), WordCounter.MOST_WORDS_HELD))
            .reduceByKey(Math::addExact)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return collect(context, counts, mostWords);
    } finally {
      counts.unpersist();
    }
  }

  private static WordCounts collect(
      StageContext context, JavaPairRDD<String, Long> counts, long mostWords) {
    long different = counts.count();
    long least = 1;
    JavaPairRDD<String, Long> taken = counts;
    long left = different;
    while (left > mostWords) {
      least *= 2;
      long threshold = least;
      taken = counts.filter(word -> word._2() >= threshold);
      left = taken.count();
    }
    context.count("words", different);
    context.count("rare-words-left-out", different - left);
    WordCounts collected = new WordCounts();
    for (Tuple2<String, Long> word : taken.collect()) {
      collected.add(word._1(), word._2());
    }
    return collected;
  }

  private static void write(StageContext context, String name, byte[] bytes) throws IOException {
    Path file = new Path(context.output(Layout.VOCABULARY.directory()), name);
    try (OutputStream out = context.workspace().create(file)) {
      out.write(bytes);
    }
  }
}
