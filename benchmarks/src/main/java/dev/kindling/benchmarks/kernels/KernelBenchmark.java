package dev.kindling.benchmarks.kernels;

import dev.kindling.model.kernels.Backends;
import dev.kindling.model.kernels.ElementType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One {@link KernelCase}; it uses as many threads as the backend gets, called from one. */
@State(Scope.Thread)
public class KernelBenchmark {
  /** Name of the case. */
  @Param("")
  public String kernel;

  /** Type of product buffers. */
  @Param("FLOAT32")
  public ElementType productType;

  /** Threads of the backend. */
  @Param("1")
  public int backendThreads;

  private KernelInputs inputs;
  private Runnable work;

  /** Makes the inputs. */
  @Setup
  public void open() {
    inputs = new KernelInputs(Backends.open("cpu", backendThreads), productType);
    work = KernelCases.named(kernel).work().apply(inputs);
  }

  /** Runs the kernel once. */
  @Benchmark
  public void kernel() {
    work.run();
  }

  /** Frees the inputs. */
  @TearDown
  public void close() {
    inputs.close();
  }
}
