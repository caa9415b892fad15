package dev.kindling.jobs.examples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.ExamplesConfig;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.corpus.CorpusCounts;
import dev.kindling.jobs.corpus.CorpusTables;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import dev.kindling.jobs.tokenize.spark.SharedTokenizer;
import dev.kindling.jobs.vocab.WorkTokenizer;
import java.io.IOException;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.SortedMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** Documents to example shards, shuffled over the whole corpus. */
public final class ExamplesStage implements Stage {
  private static final String DOCUMENTS = Layout.CORPUS.directory();

  private final String name;

  /**
   * The stage of one entry.
   *
   * @param name name of the entry of {@code examples}
   */
  public ExamplesStage(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return Layout.examples(name).stage();
  }

  @Override
  public List<String> directories() {
    return List.of(Layout.examples(name).directory());
  }

  @Override
  public int version() {
    return 3; // shards name the tokenizer, no longer the vocabulary alone
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return Map.of("examples." + name, config.examples().get(name));
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    return List.of(Layout.CORPUS, Layout.VOCABULARY);
  }

  @Override
  public void run(StageContext context) throws IOException {
    ExamplesConfig config = context.config().examples().get(name);
    Map<String, Long> corpus = context.upstream(DOCUMENTS).counts();
    long seed = context.config().seed();
    long heldOutCharacters = corpus.get(CorpusCounts.HELD_OUT_CHARACTERS);
    long trainCharacters = corpus.get(CorpusCounts.CHARACTERS) - heldOutCharacters;
    ExamplePlan train = ExamplePlan.train(config, seed, trainCharacters);
    ExamplePlan heldOut = ExamplePlan.heldOut(config, seed, heldOutCharacters);

    SharedTokenizer tokenizer =
        SharedTokenizer.of(
            context.spark(), WorkTokenizer.readVerified(context), "vocab/tokenizer.json");
    try {
      ShardSummary written = build(context, tokenizer, train, "train", not(col("heldout")));
      checkTrain(context, written);
      build(context, tokenizer, heldOut, "heldout", col("heldout"));
    } finally {
      tokenizer.destroy();
    }
    context.count(CorpusCounts.HELD_OUT_BYTES, corpus.get(CorpusCounts.HELD_OUT_BYTES));
  }

  private ShardSummary build(
      StageContext context,
      SharedTokenizer tokenizer,
      ExamplePlan plan,
      String part,
      Column ofDocument)
      throws IOException {
    JavaRDD<Row> documents =
        CorpusTables.documents(context.session(), context.workspace().path(DOCUMENTS))
            .where(ofDocument)
            .select("id", "text", "language")
            .toJavaRDD();
    int configured = context.config().examples().get(name).partitions();
    int partitions = configured > 0 ? configured : context.spark().defaultParallelism();
    Path directory = new Path(context.output(Layout.examples(name).directory()), part);
    SortedMap<Integer, ShardSummary> shards =
        new ShardJob(plan, tokenizer, context.workspace(), partitions).run(documents, directory);
    ShardSummary all = shards.values().stream().reduce(ShardSummary.EMPTY, ShardSummary::plus);
    LongSummaryStatistics sizes =
        shards.values().stream().mapToLong(ShardSummary::records).summaryStatistics();
    context.count(part + "-examples", all.records());
    context.count(part + "-tokens", all.tokens());
    context.count(part + "-shards", sizes.getCount());
    context.count(part + "-smallest-shard", sizes.getMin());
    context.count(part + "-largest-shard", sizes.getMax());
    context.count(part + "-unknown-tokens", all.unknownTokens());
    for (int bin = 0; bin < ShardSummary.LENGTH_BINS; bin++) {
      int longest = ShardSummary.longestOfBin(bin, plan.tokenCapacity());
      context.count(
          "%s-examples-up-to-%05d-tokens".formatted(part, longest), all.lengths().get(bin));
    }
    if (plan.kind().hasPairs()) {
      context.count(part + "-random-next", all.randomNext());
    }
    return all;
  }

  private void checkTrain(StageContext context, ShardSummary train) {
    if (train.records() == 0) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          "The documents give no training example for examples.%s: they are too short or all held"
                  .formatted(name)
              + " out. Add text to corpus.inputs, or lower corpus.held-out-fraction.");
    }
    ExamplesConfig config = context.config().examples().get(name);
    if (train.records() < config.shards()) {
      context
          .console()
          .line(
              "warning: examples.%s.shards = %,d, but there are only %,d training examples; some"
                  + " shards are empty",
              name, config.shards(), train.records());
    }
    context
        .console()
        .line(
            "examples %s: %.3f%% of the tokens are [UNK]%s",
            name,
            100.0 * train.unknownTokens() / train.tokens(),
            config.kind().hasPairs()
                ? ", %.1f%% of the second segments are random"
                    .formatted(100.0 * train.randomNext() / train.records())
                : "");
  }
}
