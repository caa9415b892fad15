package dev.kindling.model.kernels;

import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds kernels by the name of their backend. */
public final class Backends {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private Backends() {}

  /**
   * Starts a backend.
   *
   * @param backend its name, and after a colon which of its devices to use where it has several,
   *     for example {@code cuda:1}
   * @param threads that it may use, the caller's included, at least 1; no result depends on it
   * @throws IllegalArgumentException if no backend has that name, or it no such device
   * @throws BackendUnavailableException if it cannot run here; the message says what to do
   */
  public static Kernels open(String backend, int threads) {
    String name = name(backend);
    TreeMap<String, KernelsProvider> providers = new TreeMap<>();
    for (KernelsProvider provider :
        ServiceLoader.load(KernelsProvider.class, KernelsProvider.class.getClassLoader())) {
      providers.put(provider.name(), provider);
    }
    KernelsProvider provider = providers.get(name);
    if (provider == null) {
      throw new IllegalArgumentException(
          "there is no backend " + name + "; this build has " + providers.keySet());
    }
    try {
      return provider.create(
          threads, backend.substring(Math.min(backend.length(), name.length() + 1)));
    } catch (LinkageError e) { // a native library or a module of the JDK that is not there
      throw new BackendUnavailableException(explain(name, e), e);
    }
  }

  /** Returns the name of a backend without the device that it may be followed by. */
  public static String name(String backend) {
    int colon = backend.indexOf(':');
    return colon < 0 ? backend : backend.substring(0, colon);
  }

  private static String explain(String name, LinkageError error) {
    String cause = String.valueOf(error.getMessage());
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return "The backend "
          + name
          + " needs the Java module "
          + VECTOR_MODULE
          + ": start Java with --add-modules "
          + VECTOR_MODULE
          + " (on Spark: in"
          + " spark.driver.extraJavaOptions and spark.executor.extraJavaOptions).";
    }
    return "The backend " + name + " cannot load its libraries on this machine: " + cause;
  }
}
