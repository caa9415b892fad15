package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.BackendUnavailableException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What runs in the process that finds {@link StandInLibraries}. */
final class StandInProcess {
  private StandInProcess() {}

  /** Runs the tests of classes; fails where one fails or is skipped. */
  static final class Tests {
    private Tests() {}

    public static void main(String[] names) {
      List<ClassSelector> classes = Stream.of(names).map(DiscoverySelectors::selectClass).toList();
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(LauncherDiscoveryRequestBuilder.request().selectors(classes).build(), listener);
      TestExecutionSummary summary = listener.getSummary();
      PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
      summary.printFailuresTo(out, 30);
      out.printf(
          "%d found, %d succeeded%n",
          summary.getTestsFoundCount(), summary.getTestsSucceededCount());
      boolean good =
          summary.getTestsFoundCount() > 0
              && summary.getTestsFoundCount() == summary.getTestsSucceededCount();
      System.exit(good ? 0 : 1);
    }
  }

  /** Prints the GPUs, and what comes of computing on those that are meant, a line each. */
  static final class Doctor {
    private Doctor() {}

    public static void main(String[] addresses) {
      try {
        Gpus.all().forEach(gpu -> System.out.println(gpu.name() + ", " + gpu.major()));
        for (String address : addresses) {
          System.out.println(compute(address));
        }
      } catch (BackendUnavailableException e) {
        System.out.println(e.getMessage());
      }
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
