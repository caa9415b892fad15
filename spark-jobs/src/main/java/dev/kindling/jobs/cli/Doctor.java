package dev.kindling.jobs.cli;

import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.config.Sync;
import dev.kindling.jobs.config.TrainingConfig;
import dev.kindling.jobs.stage.SparkProvider;
import dev.kindling.jobs.storage.FileProblems;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.aeron.AeronSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** Checks this machine, and on a cluster the executors; says what to do about each problem. */
final class Doctor {
  private static final String SPARK = "3.5.";
  private static final long LEAST_HEAP_BYTES = 900L << 20;

  private final PrintStream out;
  private boolean healthy = true;

  Doctor(PrintStream out) {
    this.out = out;
  }

  /** Prints one line a check; true if there is no problem. */
  boolean examine(Optional<PipelineConfig> config) {
    report("Java", MachineChecks.java());
    report("Vector API", MachineChecks.vectorModule());
    report("kernels", MachineChecks.kernels());
    report("Spark", spark());
    report("cores", Finding.ok(Runtime.getRuntime().availableProcessors() + " available"));
    report("bfloat16", MachineChecks.bfloat16());
    GpuChecks.run(config, this::report);
    report("memory", memory());
    config.ifPresent(c -> report("workdir", workdir(c)));
    config.ifPresent(this::aeron);
    config.ifPresent(c -> new ExecutorChecks(c, this::report).run());
    return healthy;
  }

  private void report(String subject, Finding finding) {
    healthy &= finding.ok();
    out.printf(
        Locale.ROOT, "%-8s %-11s %s%n", finding.ok() ? "ok" : "problem", subject, finding.text());
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

  /** Of each run that exchanges over Aeron. */
  private void aeron(PipelineConfig config) {
    config
        .runs()
        .forEach(
            (name, run) -> {
              TrainingConfig training = run.training();
              if (training.sync() == Sync.AERON) {
                AeronSettings settings = AeronSettings.of(training.aeron());
                report("Aeron", ExecutorExamination.aeron(name, settings, training.workers() - 1));
              }
            });
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
          "%s cannot be written (%s): give this user the right to write there, or point workdir elsewhere."
              .formatted(config.workdir(), FileProblems.describe(e)));
    }
  }
}
