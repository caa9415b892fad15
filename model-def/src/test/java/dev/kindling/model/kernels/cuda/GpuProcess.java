package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.BackendUnavailableException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What runs on a GPU, or over {@link StandInLibraries}, in a process of its own. */
final class GpuProcess {
  private static final String PACKAGE = "dev.kindling.model";
  private static final String SUFFIX = "OnGpuTest";

  private GpuProcess() {}

  /**
   * Runs the tests that want a GPU; fails where one fails or is skipped, for then there is none.
   */
  static final class Tests {
    private Tests() {}

    /**
     * Runs them.
     *
     * @param names what classes' names begin with, such as {@code CudaKernels}; none for all
     */
    public static void main(String[] names) {
      PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create().execute(request(names), listener, new Progress(out));
      TestExecutionSummary summary = listener.getSummary();
      summary.printFailuresTo(out, 10);
      out.printf(
          "%d found, %d succeeded%n",
          summary.getTestsFoundCount(), summary.getTestsSucceededCount());
      boolean good =
          summary.getTestsFoundCount() > 0
              && summary.getTestsFoundCount() == summary.getTestsSucceededCount();
      System.exit(good ? 0 : 1);
    }

    private static LauncherDiscoveryRequest request(String[] names) {
      String[] patterns =
          names.length == 0
              ? new String[] {".*" + SUFFIX}
              : Arrays.stream(names)
                  .map(name -> ".*\\." + name + ".*" + SUFFIX)
                  .toArray(String[]::new);
      return LauncherDiscoveryRequestBuilder.request()
          .selectors(DiscoverySelectors.selectPackage(PACKAGE))
          .filters(ClassNameFilter.includeClassNamePatterns(patterns))
          .build();
    }
  }

  /** Prints a line when a class is done, and each reason for which tests are skipped once. */
  private static final class Progress implements TestExecutionListener {
    private final PrintWriter out;
    private final Set<String> skipped = new HashSet<>();
    private long start;

    Progress(PrintWriter out) {
      this.out = out;
    }

    private static boolean isClass(TestIdentifier test) {
      return test.getSource().filter(ClassSource.class::isInstance).isPresent();
    }

    @Override
    public void executionStarted(TestIdentifier test) {
      if (isClass(test)) {
        start = System.nanoTime();
      }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
        String reason = result.getThrowable().map(Throwable::getMessage).orElse("");
        if (skipped.add(reason)) {
          out.println("skipped: " + reason);
        }
      }
      if (isClass(test)) {
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(Locale.ROOT, "%s, %.1f s%n", test.getDisplayName(), seconds);
      }
    }
  }

  /**
   * Prints the libraries' versions, the GPUs, and what comes of computing on those that are meant.
   */
  static final class Doctor {
    private Doctor() {}

    /**
     * Looks.
     *
     * @param addresses of GPUs; an empty one means the first
     */
    public static void main(String[] addresses) {
      boolean good = true;
      try {
        List<GpuProperties> gpus = Gpus.all();
        System.out.println(Gpus.versions());
        gpus.forEach(gpu -> System.out.println(gpu.name() + ", " + gpu.major()));
        for (String address : addresses) {
          System.out.println(compute(address));
        }
      } catch (BackendUnavailableException e) {
        System.out.println(e.getMessage());
        good = false;
      }
      System.exit(good ? 0 : 1);
    }

    private static String compute(String address) {
      try (JavaCppDevice device = JavaCppDevice.open(address)) {
        long memory = device.allocate(Float.BYTES);
        device.zero(memory, Float.BYTES);
        device.launch(
            device.function(CudaProgram.of("elements.cu"), "add_scaled_float32_float32"),
            Grids.elements(1),
            new KernelArguments().longs(1).floats(1).address(memory).address(memory));
        device.synchronize();
        return "computed on " + device.properties().name();
      } catch (IllegalArgumentException e) {
        return e.getMessage();
      }
    }
  }
}
