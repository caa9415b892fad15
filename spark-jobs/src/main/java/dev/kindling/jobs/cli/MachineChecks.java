package dev.kindling.jobs.cli;

import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.OptimizerKind;
import dev.kindling.model.Precision;
import dev.kindling.model.TrainingEngine;
import dev.kindling.model.TransformerConfig;
import java.util.List;
import java.util.Locale;

/** What training needs of a machine, be it the driver's or an executor's. */
final class MachineChecks {
  private static final int JAVA = 17;

  private MachineChecks() {}

  static Finding java() {
    String version = "Java " + Runtime.version() + ", " + System.getProperty("java.home");
    return Runtime.version().feature() == JAVA
        ? Finding.ok(version)
        : Finding.problem(
            version + ": set JAVA_HOME to a JDK 17; Spark 3.5 and the kernels are built for it.");
  }

  static Finding vectorModule() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? Finding.ok("jdk.incubator.vector is loaded")
        : Finding.problem(
            "the module jdk.incubator.vector is not loaded: add --add-modules=jdk.incubator.vector to "
                + "spark.driver.extraJavaOptions and spark.executor.extraJavaOptions.");
  }

  static Finding kernels() {
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

  /** For a run that computes in a precision. */
  static Finding precision(Precision precision) {
    try {
      stepLoss(precision);
      return Finding.ok(precision.name().toLowerCase(Locale.ROOT) + " can be computed");
    } catch (RuntimeException | LinkageError e) {
      return Finding.problem(e.getMessage());
    }
  }

  /** No problem in either case: it is a choice. */
  static Finding bfloat16() {
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
}
