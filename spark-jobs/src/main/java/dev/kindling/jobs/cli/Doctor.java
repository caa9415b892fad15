package dev.kindling.jobs.cli;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.config.Sync;
import dev.kindling.jobs.config.TrainingConfig;
import dev.kindling.jobs.stage.SparkProvider;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.OptimizerKind;
import dev.kindling.model.Precision;
import dev.kindling.model.TrainingEngine;
import dev.kindling.model.TransformerConfig;
import dev.kindling.train.aeron.AeronPreflight;
import dev.kindling.train.aeron.AeronSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** Checks a machine and says what to do about each problem. */
final class Doctor {
  private static final int JAVA = 17;
  private static final String SPARK = "3.5.";
  private static final long LEAST_HEAP_BYTES = 900L << 20;

  private final PrintStream out;
  private boolean healthy = true;

  Doctor(PrintStream out) {
    this.out = out;
  }

  /** Prints one line a check; true if there is no problem. */
  boolean examine(Optional<PipelineConfig> config) {
    report("Java", java());
    report("Vector API", vectorModule());
    report("kernels", kernels());
    report("Spark", spark());
    report("cores", Finding.ok(Runtime.getRuntime().availableProcessors() + " available"));
    report("bfloat16", bfloat16());
    report("memory", memory());
    config.ifPresent(c -> report("workdir", workdir(c)));
    config.ifPresent(this::aeron);
    return healthy;
  }

  private record Finding(boolean ok, String text) {
    static Finding ok(String text) {
      return new Finding(true, text);
    }

    static Finding problem(String text) {
      return new Finding(false, text);
    }
  }

  private void report(String subject, Finding finding) {
    healthy &= finding.ok();
    out.printf(
        Locale.ROOT, "%-8s %-11s %s%n", finding.ok() ? "ok" : "problem", subject, finding.text());
  }

  private static Finding java() {
    String version = Runtime.version().toString() + ", " + System.getProperty("java.home");
    return Runtime.version().feature() == JAVA
        ? Finding.ok(version)
        : Finding.problem(
            version + ": set JAVA_HOME to a JDK 17; Spark 3.5 and the kernels are built for it.");
  }

  private static Finding vectorModule() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? Finding.ok("jdk.incubator.vector is loaded")
        : Finding.problem(
            "the module jdk.incubator.vector is not loaded: add --add-modules=jdk.incubator.vector to "
                + "spark.driver.extraJavaOptions and spark.executor.extraJavaOptions.");
  }

  private static Finding kernels() {
    try {
      double loss = stepLoss(Precision.FLOAT32);
      return Double.isFinite(loss)
          ? Finding.ok("the cpu backend takes a training step")
          : Finding.problem(
              "the cpu backend computes a loss of " + loss + " on this processor: report it.");
    } catch (RuntimeException | LinkageError e) {
      return Finding.problem(
          "the cpu backend cannot start ("
              + e
              + "): check that the temporary folder may hold native libraries.");
    }
  }

  /** No problem in either case: it is a choice. */
  private static Finding bfloat16() {
    try {
      stepLoss(Precision.BFLOAT16);
      return Finding.ok(Bfloat16.ofThisMachine());
    } catch (RuntimeException | LinkageError e) {
      return Finding.ok("cannot be computed on this processor: stay with precision: float32");
    }
  }

  /** Takes one step of a tiny model: loads the native matrix library and runs every kernel. */
  private static double stepLoss(Precision precision) {
    TransformerConfig tiny = TransformerConfig.gpt(16, 1, 8, 2, 16, 4, 0);
    OptimizerConfig optimizer = new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.999, 1e-6, 0.01, 1);
    Batch batch =
        Batch.gpt(
            1,
            4,
            new int[] {1, 2, 3, 4},
            new int[] {4},
            new int[] {0, 1, 2, 3},
            new int[] {2, 3, 4, 5});
    EngineOptions options = EngineOptions.cpu().withPrecision(precision);
    try (TrainingEngine engine =
        new TrainingEngine(tiny, optimizer, new BatchShape(1, 4, 4), options)) {
      engine.initialize(1);
      return engine.step(List.of(batch), 1e-3, 1).losses().labelLoss();
    }
  }

  private static Finding spark() {
    String version = org.apache.spark.package$.MODULE$.SPARK_VERSION();
    return version.startsWith(SPARK)
        ? Finding.ok(version)
        : Finding.problem(
            version
                + ": kindling needs Spark 3.5 for Scala 2.12; set SPARK_HOME to one, or unset it.");
  }

  private static Finding memory() {
    long heap = Runtime.getRuntime().maxMemory();
    String text = String.format(Locale.ROOT, "%,d MB of heap for the driver", heap >> 20);
    return heap >= LEAST_HEAP_BYTES
        ? Finding.ok(text)
        : Finding.problem(text + ": give it at least 1 GB, for example KINDLING_DRIVER_MEMORY=2g.");
  }

  /** Of each run that exchanges over Aeron; the executors themselves are tried when it starts. */
  private void aeron(PipelineConfig config) {
    config
        .runs()
        .forEach(
            (name, run) -> {
              TrainingConfig training = run.training();
              if (training.sync() == Sync.AERON) {
                report("Aeron", aeron(name, training));
              }
            });
  }

  private static Finding aeron(String run, TrainingConfig training) {
    AeronSettings settings = AeronSettings.of(training.aeron());
    try {
      return Finding.ok(
          "runs." + run + ": " + AeronPreflight.examine(settings, training.workers() - 1));
    } catch (KindlingException e) {
      return Finding.problem("runs." + run + ": " + e.getMessage());
    }
  }

  private static Finding workdir(PipelineConfig config) {
    Workspace workspace = new Workspace(config.workdir(), SparkProvider.hadoop());
    try {
      Path probe = workspace.path(".doctor");
      workspace.writeAtomically(probe, new byte[1]);
      workspace.delete(probe);
      return Finding.ok(workspace.root() + " is writable");
    } catch (IOException e) {
      return Finding.problem(
          config.workdir() + " cannot be written (" + e + "): point workdir elsewhere.");
    }
  }
}
