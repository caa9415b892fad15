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
   * @param threads that it may use, the caller's included, at least 1; no result depends on it
   * @throws IllegalArgumentException if no backend has that name
   * @throws BackendUnavailableException if it cannot run here; the message says what to do
   */
  public static Kernels open(String name, int threads) {
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
      return provider.create(threads);
    } catch (LinkageError e) { // a native library or a module of the JDK that is not there
      throw new BackendUnavailableException(explain(name, e), e);
    }
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
