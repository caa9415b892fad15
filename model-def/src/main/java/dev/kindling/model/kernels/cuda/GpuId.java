package dev.kindling.model.kernels.cuda;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * By what names a GPU of this machine goes.
 *
 * @param ordinal CUDA's number, which may put the fastest GPU first
 * @param uuid as nvidia-smi writes it, {@code GPU-…}
 * @param domain of its place on the PCI bus
 * @param bus of its place on the PCI bus
 * @param device of its place on the PCI bus
 */
record GpuId(int ordinal, String uuid, int domain, int bus, int device) {
  private static final Comparator<GpuId> PLACE =
      Comparator.comparingInt(GpuId::domain)
          .thenComparingInt(GpuId::bus)
          .thenComparingInt(GpuId::device);

  /**
   * Finds the GPU that is meant.
   *
   * @param address a number as nvidia-smi counts, in the order of the PCI bus among the GPUs that
   *     this process sees; or a UUID; empty for the first
   * @return CUDA's number of it
   * @throws IllegalArgumentException if there is none such
   */
  static int find(String address, List<GpuId> gpus) {
    List<GpuId> ordered = gpus.stream().sorted(PLACE).toList();
    String wanted = address.isEmpty() ? "0" : address;
    for (int i = 0; i < ordered.size(); i++) {
      GpuId gpu = ordered.get(i);
      if (wanted.equals(Integer.toString(i)) || wanted.equalsIgnoreCase(gpu.uuid)) {
        return gpu.ordinal;
      }
    }
    throw new IllegalArgumentException(
        "there is no GPU "
            + wanted
            + ": this process sees "
            + (ordered.size() == 1 ? "one, 0" : ordered.size() + ", 0 to " + (ordered.size() - 1))
            + " = "
            + ordered.stream().map(GpuId::uuid).toList());
  }

  /** Writes 16 bytes as nvidia-smi does. */
  static String uuid(byte[] bytes) {
    StringBuilder text = new StringBuilder("GPU-");
    for (int i = 0; i < bytes.length; i++) {
      text.append(i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "");
      text.append(String.format(Locale.ROOT, "%02x", bytes[i]));
    }
    return text.toString();
  }
}
