package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.BackendUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Loads oneDNN so that it starts no threads: an engine is one thread, and its bits must not depend
 * on how many processors there are.
 *
 * <p>OpenMP takes its number of threads from the environment, once, when it is loaded; Java cannot
 * change its own environment, and the library has no call for it that Java can reach. So the
 * process's list of variables is replaced while the library loads, and put back.
 */
final class OneThread {
  private static final String SETTING = "OMP_NUM_THREADS=1";
  private static final Path MAPPINGS = Path.of("/proc/self/maps");

  private static boolean loaded;

  private OneThread() {}

  static synchronized void load() {
    if (loaded) {
      return;
    }
    Loader.load(org.bytedeco.javacpp.presets.javacpp.class);
    Pointer symbol = Loader.addressof("environ");
    if (symbol == null || symbol.isNull() || openMpIsLoaded()) {
      requireSetting();
      Loader.load(dnnl.class);
    } else {
      loadWithSetting(new LongPointer(symbol).capacity(1));
    }
    loaded = true;
  }

  private static void loadWithSetting(LongPointer environment) {
    long original = environment.get();
    // Never freed: the library may keep pointers into both.
    BytePointer setting = new BytePointer(Pointer.malloc(SETTING.length() + 1L));
    setting.capacity(SETTING.length() + 1L).putString(SETTING, StandardCharsets.US_ASCII);
    LongPointer replaced = withFirst(setting.address(), new EnvironmentList(original));
    environment.put(replaced.address());
    try {
      Loader.load(dnnl.class);
    } finally {
      environment.put(original);
    }
  }

  /** Returns a copy of a list that ends with zero, with one entry before all others. */
  private static LongPointer withFirst(long entry, LongPointer list) {
    long count = 0;
    while (list.get(count) != 0) {
      count++;
    }
    LongPointer copy = new LongPointer(Pointer.malloc((count + 2) * Long.BYTES));
    copy.capacity(count + 2).put(entry);
    for (long i = 0; i <= count; i++) {
      copy.put(i + 1, list.get(i));
    }
    return copy;
  }

  /** Another library may have brought OpenMP along (PyTorch does): oneDNN then gets that one. */
  private static boolean openMpIsLoaded() {
    try (Stream<String> mappings = Files.lines(MAPPINGS)) {
      return mappings.anyMatch(line -> line.contains("/libgomp"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + MAPPINGS, e);
    }
  }

  private static void requireSetting() {
    if (!"1".equals(System.getenv("OMP_NUM_THREADS"))) {
      throw new BackendUnavailableException(
          "The backend cpu needs one OpenMP thread per engine, and cannot see to it by itself here: set "
              + SETTING
              + " in the environment before Java starts (on Spark: spark.executorEnv).");
    }
  }

  private static final class EnvironmentList extends LongPointer {
    EnvironmentList(long address) {
      this.address = address;
    }
  }
}
