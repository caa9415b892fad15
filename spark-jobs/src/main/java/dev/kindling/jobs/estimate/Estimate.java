package dev.kindling.jobs.estimate;

import dev.kindling.jobs.config.Device;
import dev.kindling.jobs.config.EstimateConfig;
import dev.kindling.jobs.config.PhaseConfig;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.config.RunConfig;
import dev.kindling.jobs.config.TrainingConfig;
import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineMemory;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.BackendUnavailableException;
import dev.kindling.model.kernels.Backends;
import dev.kindling.model.nn.ActivationMemory;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a run costs, told from its config before it starts, and from its metrics after. Memory is
 * that of one worker's engine, outside the heap: a GPU's where it computes on one.
 *
 * @param parameters numbers to learn
 * @param stateBytes parameters, gradients and two moments, and the weights as products read them
 * @param phases in their order
 * @param training of the run
 * @param rates that it reckons with
 * @param probe the network and the options that the speed of a machine is measured with
 */
public record Estimate(
    long parameters,
    long stateBytes,
    List<PhaseCost> phases,
    TrainingConfig training,
    EstimateConfig rates,
    DoubleSupplier probe) {
  /**
   * What a phase costs.
   *
   * @param activationBytes of one micro-batch, with their gradients
   * @param stepFlop arithmetic of one worker's step
   * @param stepTokens most tokens of one worker's step
   * @param steps steps of each worker
   * @param rounds that they make
   */
  record PhaseCost(
      long activationBytes, double stepFlop, long stepTokens, long steps, long rounds) {
    double flop() {
      return stepFlop * steps;
    }

    double tokens() {
      return (double) stepTokens * steps;
    }
  }

  /** The estimate of one of the config's runs. */
  public static Estimate of(PipelineConfig config, RunConfig run) {
    ToIntFunction<PhaseConfig> length =
        phase -> config.examples().get(phase.examples()).sequenceLength();
    int positions = run.phases().stream().mapToInt(length).max().orElseThrow();
    TransformerConfig model = run.model().transformer(config.vocab().size(), positions);
    EngineOptions options = options(run.training());
    int firstLength = length.applyAsInt(run.phases().get(0));
    return new Estimate(
        ParameterLayout.of(model).size(),
        EngineMemory.state(model, options),
        run.phases().stream()
            .map(phase -> cost(model, phase, length.applyAsInt(phase), options))
            .toList(),
        run.training(),
        config.estimate(),
        () -> EngineSpeed.flopPerSecond(model, firstLength, options));
  }

  /** Memory of one worker's engine, outside the heap. */
  public long workerBytes() {
    return stateBytes + phases.stream().mapToLong(PhaseCost::activationBytes).max().orElse(0);
  }

  /** Whether the memory is a GPU's: only where the config says so, for Spark is not asked here. */
  private static boolean onGpu(TrainingConfig training) {
    return Backends.name(training.device()).equals(Device.CUDA);
  }

  private static EngineOptions options(TrainingConfig training) {
    return EngineOptions.cpu()
        .withBackend(onGpu(training) ? Device.CUDA : Device.CPU)
        .withPrecision(training.precision())
        .withRecomputeActivations(training.recomputeActivations());
  }

  private static PhaseCost cost(
      TransformerConfig model, PhaseConfig phase, int length, EngineOptions options) {
    BatchShape shape = phase.largestBatch(model.architecture(), length);
    long labels = shape.maxLabels() / shape.sequences();
    return new PhaseCost(
        ActivationMemory.bytes(model, shape, options),
        phase.batchSize() * StepArithmetic.flop(model, length, (double) labels),
        (long) phase.batchSize() * length,
        phase.steps(),
        (phase.steps() + phase.localSteps() - 1) / phase.localSteps());
  }

  /**
   * All of it as text; measures the machine's speed where the config names none. Of a run on GPUs
   * nothing that takes a speed is told where there is no GPU to measure.
   *
   * @param metrics text of the run's {@code metrics.jsonl}, empty where there is none yet
   */
  public String show(String name, String metrics) {
    StringBuilder text = new StringBuilder(needs(name));
    try {
      double speed = rates.gigaflops() > 0 ? rates.gigaflops() * 1e9 : probe.getAsDouble();
      text.append(
          String.format(
              Locale.ROOT,
              "  at %s a machine (%s), %d machines, %s MB/s of network:%n",
              Amounts.scaled(speed, "FLOP/s"),
              source(),
              machines(),
              rates.bandwidthMegabytes()));
      text.append(ahead(speed).show(rates));
    } catch (BackendUnavailableException noGpu) {
      RunCost.line(text, "time, cost, energy", "not known here. %s", noGpu.getMessage());
      RunCost.line(
          text, "", "Give a GPU's speed as estimate.gigaflops, or ask on a machine with one.");
      RunCost.networkLine(text, ahead(Double.NaN).bytes());
    }
    SpentCost spent = SpentCost.of(metrics, training.workers(), machines());
    if (spent.steps() > 0) {
      text.append(
          spent.show(training.steps(), flopUntil(spent.steps()), training.workers(), rates));
    }
    return text.toString();
  }

  private String source() {
    if (rates.gigaflops() > 0) {
      return "estimate.gigaflops";
    }
    if (onGpu(training)) {
      return "measured on this machine's GPU";
    }
    return training.device().equals(Device.CPU)
        ? "measured on this machine"
        : "measured on this machine's processor; for device "
            + training.device()
            + " name estimate.gigaflops";
  }

  private String needs(String name) {
    int workers = training.workers();
    return String.format(
        Locale.ROOT,
        """
        %s
          parameters            %,d
          %-21s %s = %s parameters, gradients and moments + %s activations%s
          a worker's step       %s
          the whole run         %,d workers x %,d steps: %s, up to %s tokens
        """,
        name,
        parameters,
        onGpu(training) ? "memory of a GPU" : "memory of a worker",
        Amounts.bytes((double) workerBytes()),
        Amounts.bytes((double) stateBytes),
        Amounts.bytes((double) workerBytes() - stateBytes),
        onGpu(training) ? ", beside what CUDA takes for itself" : "",
        IntStream.range(0, phases.size())
            .mapToObj(this::step)
            .collect(Collectors.joining("\n" + " ".repeat(24))),
        workers,
        training.steps(),
        Amounts.scaled(workers * phases.stream().mapToDouble(PhaseCost::flop).sum(), "FLOP"),
        Amounts.scaled(workers * phases.stream().mapToDouble(PhaseCost::tokens).sum(), ""));
  }

  private String step(int phase) {
    PhaseCost cost = phases.get(phase);
    String which = phases.size() == 1 ? "" : "phase %d: ".formatted(phase + 1);
    return String.format(
        Locale.ROOT,
        "%s%s, up to %,d tokens",
        which,
        Amounts.scaled(cost.stepFlop, "FLOP"),
        cost.stepTokens);
  }

  /** How many work at the same time. */
  private int machines() {
    int workers = training.workers();
    return rates.machines() == 0 ? workers : Math.min(workers, rates.machines());
  }

  /** Workers that share a machine train one after another; exchange does not overlap with steps. */
  RunCost ahead(double flopPerSecond) {
    int workers = training.workers();
    int turns = (workers + machines() - 1) / machines();
    double flop = phases.stream().mapToDouble(PhaseCost::flop).sum();
    double rounds = phases.stream().mapToDouble(PhaseCost::rounds).sum();
    double bytes = RoundTraffic.bytes(training, parameters) * rounds; // of one worker
    return new RunCost(
        turns * flop / flopPerSecond,
        turns * bytes / (rates.bandwidthMegabytes() * 1e6),
        0,
        workers * bytes,
        machines());
  }

  /** Arithmetic of one worker's first steps. */
  private double flopUntil(long steps) {
    double flop = 0;
    long rest = steps;
    for (PhaseCost phase : phases) {
      long taken = Math.min(rest, phase.steps());
      flop += phase.stepFlop() * taken;
      rest -= taken;
    }
    return flop;
  }
}
