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
    plan.choose(
        choice.choose(problem, plan.candidates(), mayMeasure, i -> time(plan, i, operands)));
    return plan;
  }

  /** Milliseconds of a candidate, which works on copies of whatever it would overwrite. */
  private double time(CublasPlan plan, int candidate, ProductOperands operands) {
    long target = device.allocate(plan.product().outputBytes());
    long auxiliary = device.allocate(plan.product().outputBytes());
    long bias = device.allocate(plan.product().biasBytes());
    try {
      ProductOperands scratch =
          new ProductOperands(operands.a(), operands.b(), target, bias, auxiliary);
      plan.choose(candidate);
      for (int i = 0; i < WARM_RUNS; i++) {
        plan.run(scratch, workspace, stream);
      }
      try (GpuEvent start = device.record()) {
        for (int i = 0; i < TIMED_RUNS; i++) {
          plan.run(scratch, workspace, stream);
        }
        try (GpuEvent end = device.record()) {
          device.await(end);
          return device.millisecondsBetween(start, end) / TIMED_RUNS;
        }
      }
    } finally {
      device.free(target);
      device.free(auxiliary);
      device.free(bias);
    }
  }

  @Override
  public void close() {
    plans.values().forEach(byAlignment -> byAlignment.values().forEach(CublasPlan::close));
    plans.clear();
    cublas.cublasLtDestroy(library);
  }
}
