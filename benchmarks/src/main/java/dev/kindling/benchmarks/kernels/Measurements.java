package dev.kindling.benchmarks.kernels;

import dev.kindling.model.kernels.ElementType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Runs JMH, one process for each measurement, and remembers the copy rates that it found. */
final class Measurements {
  private final int threads;
  private final Map<Long, Double> copyNanos = new TreeMap<>();

  Measurements(int threads) {
    this.threads = threads;
  }

  /** Returns the mean nanoseconds of a kernel; empty when it failed. */
  Optional<Double> kernelNanos(KernelCase kernel, ElementType type) {
    return times(
            options(KernelBenchmark.class)
                .param("kernel", kernel.name())
                .param("productType", type.name())
                .param("backendThreads", Integer.toString(threads))
                .threads(1))
        .map(Statistics::getMean);
  }

  /**
   * Returns the nanoseconds in which all threads together read and write so many bytes, in the best
   * of JMH's iterations: a floor.
   *
   * @throws IllegalStateException if that cannot be measured here
   */
  double copyNanos(long bytes) {
    return copyNanos.computeIfAbsent(
        bytes,
        size ->
            times(
                    options(CopyBenchmark.class)
                        .param("bytesOfOneBuffer", Long.toString(bytesOfOneBuffer(size, threads)))
                        .threads(threads))
                .map(Statistics::getMin)
                .orElseThrow(() -> new IllegalStateException("cannot copy " + size + " bytes")));
  }

  /** Half of the bytes are read and half are written, a share of both by each thread. */
  static long bytesOfOneBuffer(long bytes, int threads) {
    return Math.max(1, bytes / 2 / threads);
  }

  private static ChainedOptionsBuilder options(Class<?> benchmark) {
    return new OptionsBuilder()
        .include("^" + benchmark.getName() + "\\.")
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .forks(1)
        .warmupIterations(4)
        .warmupTime(TimeValue.milliseconds(500))
        .measurementIterations(5)
        .measurementTime(TimeValue.milliseconds(300))
        .verbosity(VerboseMode.SILENT);
  }

  private static Optional<Statistics> times(ChainedOptionsBuilder options) {
    try {
      Path log = Files.createTempFile("jmh", ".log"); // what its processes print, errors included
      Collection<RunResult> results = new Runner(options.output(log.toString()).build()).run();
      if (results.isEmpty()) {
        System.err.println("JMH has no result; its log: " + log);
        return Optional.empty();
      }
      Files.delete(log);
      return Optional.of(results.iterator().next().getPrimaryResult().getStatistics());
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH cannot run: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
