package dev.kindling.jobs.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.config.Device;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.config.Sync;
import dev.kindling.jobs.config.TrainingConfig;
import dev.kindling.jobs.stage.TaskMessages;
import dev.kindling.model.Precision;
import dev.kindling.train.aeron.AeronPreflight;
import dev.kindling.train.aeron.AeronSettings;
import dev.kindling.train.sync.ExecutorSurvey;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.SparkEnv;

/** Has an executor look at its machine. */
final class ExecutorExamination implements ExecutorSurvey.Question<ExecutorState> {
  private static final long serialVersionUID = 1;

  /** Of each run that exchanges over Aeron. */
  private final TreeMap<String, AeronSettings> exchanges = new TreeMap<>();

  private final TreeMap<String, Integer> peers = new TreeMap<>();
  private final TreeSet<Precision> precisions = new TreeSet<>();
  private final TreeSet<String> devices;

  ExecutorExamination(PipelineConfig config) {
    devices = new TreeSet<>(GpuChecks.devices(config));
    config
        .runs()
        .forEach(
            (name, run) -> {
              TrainingConfig training = run.training();
              precisions.add(training.precision());
              if (training.sync() == Sync.AERON) {
                exchanges.put(name, AeronSettings.of(training.aeron()));
                peers.put(name, training.workers() - 1);
              }
            });
  }

  @Override
  public ExecutorState answer() throws IOException {
    ArrayList<Finding> findings = new ArrayList<>();
    findings.add(MachineChecks.java());
    findings.add(MachineChecks.vectorModule());
    findings.add(MachineChecks.kernels());
    precisions.forEach(precision -> findings.add(MachineChecks.precision(precision)));
    for (String device : devices) {
      findings.add(
          GpuChecks.isOf(Device.CUDA, device) ? GpuChecks.here() : GpuChecks.check(device));
    }
    for (Map.Entry<String, AeronSettings> exchange : exchanges.entrySet()) {
      findings.add(aeron(exchange.getKey(), exchange.getValue(), peers.get(exchange.getKey())));
    }
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new ExecutorState(
        SparkEnv.get().blockManager().blockManagerId().host(),
        TaskMessages.millisAheadOfDriver(),
        Runtime.getRuntime().maxMemory(),
        system.getTotalMemorySize(),
        findings);
  }

  static Finding aeron(String run, AeronSettings settings, int peers) {
    try {
      return Finding.ok("runs." + run + ": " + AeronPreflight.examine(settings, peers));
    } catch (KindlingException e) {
      return Finding.problem("runs." + run + ": " + e.getMessage());
    }
  }
}
