package dev.kindling.train;

import dev.kindling.jobs.config.Device;
import dev.kindling.jobs.stage.Console;
import dev.kindling.model.kernels.BackendUnavailableException;
import dev.kindling.model.kernels.cuda.Gpus;
import dev.kindling.train.plan.RunPlan;
import org.apache.spark.SparkConf;

/**
 * What a run computes on where its config leaves that open. It is decided once, by the driver: all
 * workers have the same device, and so the same bits whichever of them does a task again.
 */
public final class DeviceChoice {
  private static final String EXECUTOR_GPUS = "spark.executor.resource.gpu.amount";

  private DeviceChoice() {}

  /**
   * A plan whose device is one that exists.
   *
   * @param spark settings of the application: executors have GPUs where they ask for them; tasks in
   *     the driver's own process have those of this machine
   * @param console told what {@code auto} came to, and why
   */
  public static RunPlan settle(RunPlan plan, SparkConf spark, Console console) {
    if (!plan.device().equals(Device.AUTO)) {
      return plan;
    }
    String device;
    String reason;
    if (spark.getInt(EXECUTOR_GPUS, 0) > 0) {
      device = Device.CUDA;
      reason = EXECUTOR_GPUS + " = " + spark.get(EXECUTOR_GPUS);
    } else if (!spark.get("spark.master", "local").matches("local(\\[.*)?")) {
      device = Device.CPU;
      reason = EXECUTOR_GPUS + " is not set";
    } else {
      reason = problemHere();
      device = reason == null ? Device.CUDA : Device.CPU;
    }
    console.line(
        "  runs.%s.training.device = auto: %s%s",
        plan.name(), device, reason == null ? "" : " (" + reason + ")");
    return plan.on(device);
  }

  /** Why this machine has no GPU to compute on, or null if it has. */
  private static String problemHere() {
    try {
      Gpus.requireUsable("");
      return null;
    } catch (BackendUnavailableException problem) {
      return problem.getMessage();
    }
  }
}
