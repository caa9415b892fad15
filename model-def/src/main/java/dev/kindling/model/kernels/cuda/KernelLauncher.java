package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.ElementType;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Launches kernels by name. A kernel's name ends in the types of its <em>any</em> vectors in the
 * order of its parameters, for example {@code dropout_float32_bfloat16}.
 */
final class KernelLauncher {
  private final KernelRunner runner;
  private final Map<CudaProgram, Map<String, GpuFunction>> functions = new HashMap<>();
  private final KernelArguments arguments = new KernelArguments();

  KernelLauncher(KernelRunner runner) {
    this.runner = runner;
  }

  /** Returns the arguments of the next launch, none so far. */
  KernelArguments arguments() {
    return arguments.clear();
  }

  /** Queues a kernel with what was added to {@link #arguments}. */
  void launch(CudaProgram program, String name, LaunchGeometry geometry) {
    Map<String, GpuFunction> known = functions.computeIfAbsent(program, p -> new HashMap<>());
    GpuFunction function = known.get(name);
    if (function == null) {
      function = runner.function(program, name);
      known.put(name, function);
    }
    runner.launch(function, geometry, arguments);
  }

  /** Returns a kernel's name for vectors of given types. */
  static String name(String base, DeviceVector... vectors) {
    StringBuilder name = new StringBuilder(base);
    for (DeviceVector vector : vectors) {
      name.append('_').append(name(vector.type()));
    }
    return name.toString();
  }

  /** Returns a type as the sources call it: {@code float32} or {@code bfloat16}. */
  static String name(ElementType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
