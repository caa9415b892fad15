package dev.kindling.train.sync;

import dev.kindling.jobs.config.Device;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The device of a task: of the GPUs that Spark gave it, the first. */
final class TaskDevice {
  /** Spark's name for GPUs, as in {@code spark.task.resource.gpu.amount}. */
  private static final String GPU = "gpu";

  private TaskDevice() {}

  /**
   * The device for the task that asks, or for a caller outside all tasks.
   *
   * @param device as the plan has it; one that names its GPU, or has no GPUs, stays as it is
   */
  static String of(String device) {
    TaskContext task = TaskContext.get();
    if (task == null || !(device.equals(Device.CUDA) || device.equals(Device.ND4J))) {
      return device;
    }
    ResourceInformation gpu = task.resourcesJMap().get(GPU);
    return gpu == null ? device : device + ":" + gpu.addresses()[0];
  }
}
