package dev.kindling.model.kernels.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Compiles kernels with NVRTC for one kind of GPU, or finds them compiled. */
final class KernelCompiler {
  private final KernelCache cache;
  private final String target;
  private final String version;

  /**
   * A compiler for a compute capability.
   *
   * @param capability ten times the major number plus the minor, 90 for an H100
   */
  KernelCompiler(KernelCache cache, int capability) {
    this.cache = cache;
    this.target = target(capability, supported());
    int[] major = new int[1];
    int[] minor = new int[1];
    Cuda.checkCompiler(nvrtc.nvrtcVersion(major, minor), "nvrtcVersion");
    this.version = major[0] + "." + minor[0];
  }

  /**
   * Returns what to compile for: machine code for the GPU itself where the compiler knows it, else
   * the portable code of the newest GPU that it knows, which the driver translates.
   *
   * @param supported capabilities that the compiler knows
   */
  static String target(int capability, int... supported) {
    if (Arrays.stream(supported).anyMatch(known -> known == capability)) {
      return "sm_" + capability;
    }
    int nearest =
        Arrays.stream(supported)
            .filter(known -> known < capability)
            .max()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "NVRTC has no code for GPUs of compute capability " + capability / 10.0));
    return "compute_" + nearest;
  }

  /**
   * Returns a program as the driver loads it.
   *
   * @throws IllegalStateException if it does not compile; the message has the compiler's log
   */
  byte[] compile(CudaProgram program) {
    String text = program.text();
    List<String> options = new ArrayList<>();
    options.add("--gpu-architecture=" + target);
    options.add("--std=c++17");
    program.definitions().forEach((name, value) -> options.add("-D" + name + "=" + value));
    List<String> inputs = new ArrayList<>(options);
    inputs.add(version);
    inputs.add(text);
    String key = KernelCache.key(inputs);
    Optional<byte[]> cached = cache.read(key);
    if (cached.isPresent()) {
      return cached.get();
    }
    byte[] image = compile(program.file(), text, options);
    cache.write(key, image);
    return image;
  }

  private byte[] compile(String name, String text, List<String> options) {
    _nvrtcProgram program = new _nvrtcProgram();
    try (BytePointer source = new BytePointer(text, UTF_8);
        BytePointer file = new BytePointer(name, UTF_8);
        PointerPointer<BytePointer> words =
            new PointerPointer<>(options.toArray(String[]::new), UTF_8)) {
      PointerPointer<BytePointer> none = null;
      Cuda.checkCompiler(
          nvrtc.nvrtcCreateProgram(program, source, file, 0, none, none), "nvrtcCreateProgram");
      try {
        if (nvrtc.nvrtcCompileProgram(program, options.size(), words) != nvrtc.NVRTC_SUCCESS) {
          throw new IllegalStateException(
              name + " does not compile for " + target + ":\n" + log(program));
        }
        return image(program);
      } finally {
        nvrtc.nvrtcDestroyProgram(program);
      }
    }
  }

  private byte[] image(_nvrtcProgram program) {
    boolean machineCode = target.startsWith("sm_");
    try (SizeTPointer size = new SizeTPointer(1)) {
      Cuda.checkCompiler(
          machineCode
              ? nvrtc.nvrtcGetCUBINSize(program, size)
              : nvrtc.nvrtcGetPTXSize(program, size),
          "nvrtcGetCUBINSize");
      byte[] image = new byte[Math.toIntExact(size.get())];
      Cuda.checkCompiler(
          machineCode ? nvrtc.nvrtcGetCUBIN(program, image) : nvrtc.nvrtcGetPTX(program, image),
          "nvrtcGetCUBIN");
      return image;
    }
  }

  private static String log(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      nvrtc.nvrtcGetProgramLogSize(program, size);
      byte[] log = new byte[Math.toIntExact(size.get())];
      nvrtc.nvrtcGetProgramLog(program, log);
      return new String(log, UTF_8).replace("\0", "").strip();
    }
  }

  private static int[] supported() {
    int[] count = new int[1];
    Cuda.checkCompiler(nvrtc.nvrtcGetNumSupportedArchs(count), "nvrtcGetNumSupportedArchs");
    int[] supported = new int[count[0]];
    Cuda.checkCompiler(nvrtc.nvrtcGetSupportedArchs(supported), "nvrtcGetSupportedArchs");
    return supported;
  }
}
