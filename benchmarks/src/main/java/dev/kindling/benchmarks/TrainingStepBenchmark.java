package dev.kindling.benchmarks;

import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.OptimizerKind;
import dev.kindling.model.StepResult;
import dev.kindling.model.TrainingEngine;
import dev.kindling.model.TrainingState;
import dev.kindling.model.TransformerConfig;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One whole optimizer step (forward, backward, clip, AdamW) of one engine, which is one thread;
 * {@code -t 2} runs two engines at once, as two virtual workers on two cores do. 16 sequences of
 * 128 random tokens, 20 predictions in each for BERT.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 10)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xmx2g"})
public class TrainingStepBenchmark {
  private static final int VOCABULARY = 8192;
  private static final int SEQUENCES = 16;
  private static final int LENGTH = 128;
  private static final int PREDICTIONS = 20;

  /** Which network. */
  @Param({"bert", "gpt"})
  public String model;

  /**
   * Layers x hidden units, of 64-wide heads: the quickstart's size and that of the peers'
   * comparison.
   */
  @Param({"2x128", "4x256"})
  public String size;

  private TrainingEngine engine;
  private Batch batch;
  private long step;

  /** Builds the engine and one random batch. */
  @Setup
  public void build() {
    int layers = Integer.parseInt(size.substring(0, size.indexOf('x')));
    int hidden = Integer.parseInt(size.substring(size.indexOf('x') + 1));
    boolean bert = model.equals("bert");
    TransformerConfig config =
        bert
            ? TransformerConfig.bert(
                VOCABULARY, layers, hidden, hidden / 64, 4 * hidden, LENGTH, 0.1)
            : TransformerConfig.gpt(
                VOCABULARY, layers, hidden, hidden / 64, 4 * hidden, LENGTH, 0.1);
    int labels = SEQUENCES * (bert ? PREDICTIONS : LENGTH);
    engine =
        new TrainingEngine(
            config,
            new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.999, 1e-8, 0.01, 1.0),
            new BatchShape(SEQUENCES, LENGTH, labels),
            EngineOptions.cpu());
    engine.load(TrainingState.initial(config, 1));
    batch = bert ? bertBatch() : gptBatch();
  }

  /** One step. */
  @Benchmark
  public StepResult step() {
    return engine.step(List.of(batch), 1e-4, step++);
  }

  /** Gives the off-heap buffers back. */
  @TearDown
  public void close() {
    engine.close();
  }

  private static Batch bertBatch() {
    SplittableRandom random = new SplittableRandom(3);
    int[] segments = new int[SEQUENCES * LENGTH];
    int[] labelRows =
        IntStream.range(0, SEQUENCES * PREDICTIONS)
            .map(i -> i / PREDICTIONS * LENGTH + 1 + i % PREDICTIONS * 6)
            .toArray();
    return Batch.bert(
        SEQUENCES,
        LENGTH,
        random.ints(SEQUENCES * LENGTH, 0, VOCABULARY).toArray(),
        segments,
        fullLengths(),
        labelRows,
        random.ints(labelRows.length, 0, VOCABULARY).toArray(),
        random.ints(SEQUENCES, 0, 2).toArray());
  }

  private static Batch gptBatch() {
    SplittableRandom random = new SplittableRandom(3);
    int rows = SEQUENCES * LENGTH;
    return Batch.gpt(
        SEQUENCES,
        LENGTH,
        random.ints(rows, 0, VOCABULARY).toArray(),
        fullLengths(),
        IntStream.range(0, rows).toArray(),
        random.ints(rows, 0, VOCABULARY).toArray());
  }

  private static int[] fullLengths() {
    return IntStream.generate(() -> LENGTH).limit(SEQUENCES).toArray();
  }
}
