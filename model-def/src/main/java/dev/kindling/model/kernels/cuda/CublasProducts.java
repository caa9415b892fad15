package dev.kindling.model.kernels.cuda;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.cuda.cublas.cublasLtContext;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cublas;

/** Matrix products by cuBLASLt; each shape has a plan, made when it is first met. */
final class CublasProducts implements AutoCloseable {
  /** What NVIDIA recommends for Hopper; older GPUs need less. */
  private static final long WORKSPACE_BYTES = 32L << 20;

  private static final int WARM_RUNS = 2;
  private static final int TIMED_RUNS = 5;

  /** Enough rows to fill a GPU. */
  private static final int COMPARED_ROWS = 8192;

  /** Stands for any address with the best alignment. */
  private static final long ALIGNED = CublasPlan.BEST_ALIGNMENT;

  private final GpuDevice device;
  private final CUstream_st stream;
  private final AlgorithmChoice choice;
  private final cublasLtContext library = new cublasLtContext();
  private final long workspace;
  private final Map<Product, Map<Integer, CublasPlan>> plans = new HashMap<>();

  CublasProducts(GpuDevice device, CUstream_st stream, KernelCache cache, String gpu) {
    this.device = device;
    this.stream = stream;
    Cuda.checkProduct(cublas.cublasLtCreate(library), "cublasLtCreate");
    choice = new AlgorithmChoice(cache, gpu + ", cuBLASLt " + cublas.cublasLtGetVersion());
    workspace = device.allocate(WORKSPACE_BYTES);
  }

  /** As {@link GpuDevice#supports}. */
  boolean supports(Product product) {
    ProductOperands any = new ProductOperands(ALIGNED, ALIGNED, ALIGNED, ALIGNED, ALIGNED);
    Optional<CublasPlan> plan = CublasPlan.of(library, product, any, WORKSPACE_BYTES);
    plan.ifPresent(CublasPlan::close);
    return plan.isPresent();
  }

  /** As {@link GpuDevice#prefers}. */
  boolean prefers(Product product) {
    return supports(product)
        && choice.choose("in one call or two: " + product, 2, true, i -> time(product, i == 0))
            == 0;
  }

  /**
   * Milliseconds of a product with its activation in one call, or with a kernel behind it: for that
   * one stands a copy of as many bytes as it reads and writes.
   */
  private double time(Product product, boolean inOneCall) {
    Product part = product.ofRows(Math.min(product.rows(), COMPARED_ROWS));
    long matrices = part.outputBytes() * (part.epilogue() == Epilogue.GELU_GRADIENT ? 3 : 2);
    long bytes =
        DeviceArena.aligned(part.bytesOfA())
            + DeviceArena.aligned(part.bytesOfB())
            + 2 * DeviceArena.aligned(matrices / 2)
            + DeviceArena.aligned(part.biasBytes());
    long block = device.allocate(bytes);
    try {
      device.zero(block, bytes);
      DeviceArena arena = new DeviceArena(block, bytes);
      ProductOperands operands =
          new ProductOperands(
              arena.allocate(part.bytesOfA()),
              arena.allocate(part.bytesOfB()),
              arena.allocate(matrices / 2),
              arena.allocate(part.biasBytes()),
              arena.allocate(matrices / 2));
      if (inOneCall) {
        return time(() -> run(part, operands, true));
      }
      return time(
          () -> {
            run(part.withoutActivation(), operands, true);
            device.copy(operands.c(), operands.auxiliary(), matrices / 2);
          });
    } finally {
      device.free(block);
    }
  }

  /**
   * As {@link GpuDevice#product}.
   *
   * @param mayMeasure whether the stream runs what it is given, and does not record it
   */
  void run(Product product, ProductOperands operands, boolean mayMeasure) {
    plans
        .computeIfAbsent(product, p -> new HashMap<>())
        .computeIfAbsent(CublasPlan.alignment(operands), a -> plan(product, operands, mayMeasure))
        .run(operands, workspace, stream);
  }

  private CublasPlan plan(Product product, ProductOperands operands, boolean mayMeasure) {
    CublasPlan plan =
        CublasPlan.of(library, product, operands, WORKSPACE_BYTES)
            .orElseThrow(() -> new IllegalStateException("cuBLASLt has no way to do " + product));
    String problem = product + ", alignment " + CublasPlan.alignment(operands);
    boolean fits = !product.accumulate() || product.outputBytes() < device.properties().freeBytes();
    plan.choose(
        choice.choose(
            problem, plan.candidates(), mayMeasure && fits, i -> time(plan, i, operands)));
    return plan;
  }

  /**
   * Milliseconds of a candidate. It may write where the product is to go: whatever stands there is
   * overwritten by the call that asks, unless that adds to it.
   */
  private double time(CublasPlan plan, int candidate, ProductOperands operands) {
    plan.choose(candidate);
    if (!plan.product().accumulate()) {
      return time(() -> plan.run(operands, workspace, stream));
    }
    long target = device.allocate(plan.product().outputBytes());
    try {
      device.zero(target, plan.product().outputBytes());
      ProductOperands elsewhere = operands.withC(target);
      return time(() -> plan.run(elsewhere, workspace, stream));
    } finally {
      device.free(target);
    }
  }

  /** Milliseconds of a run. */
  private double time(Runnable work) {
    for (int i = 0; i < WARM_RUNS; i++) {
      work.run();
    }
    try (GpuEvent start = device.record()) {
      for (int i = 0; i < TIMED_RUNS; i++) {
        work.run();
      }
      try (GpuEvent end = device.record()) {
        device.await(end);
        return device.millisecondsBetween(start, end) / TIMED_RUNS;
      }
    }
  }

  @Override
  public void close() {
    plans.values().forEach(byAlignment -> byAlignment.values().forEach(CublasPlan::close));
    plans.clear();
    cublas.cublasLtDestroy(library);
  }
}
