package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.cuda.cublas.cublasLtContext;
import org.bytedeco.cuda.cublas.cublasLtMatmulDescOpaque_t;
import org.bytedeco.cuda.cublas.cublasLtMatmulHeuristicResult_t;
import org.bytedeco.cuda.cublas.cublasLtMatmulPreferenceOpaque_t;
import org.bytedeco.cuda.cublas.cublasLtMatrixLayoutOpaque_t;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A {@link Product} in cuBLASLt's words, with the algorithms that can do it.
 *
 * <p>The library's matrices are column-major: a row-major matrix is its own transpose to it. So
 * {@code c = a · b} is asked for as {@code cᵀ = bᵀ · aᵀ}: the operands change places, and our
 * columns are its rows.
 */
final class CublasPlan implements AutoCloseable {
  /** In bytes; a better one makes nothing faster. */
  static final int BEST_ALIGNMENT = 256;

  private static final int CANDIDATES = 8;

  /** The library wants the rows of an auxiliary matrix to be multiples of this, in elements. */
  private static final int AUXILIARY_COLUMNS = 8;

  private final Product product;
  private final cublasLtContext library;
  private final cublasLtMatmulDescOpaque_t operation = new cublasLtMatmulDescOpaque_t();
  private final cublasLtMatrixLayoutOpaque_t first;
  private final cublasLtMatrixLayoutOpaque_t second;
  private final cublasLtMatrixLayoutOpaque_t result;
  private final cublasLtMatmulHeuristicResult_t found =
      new cublasLtMatmulHeuristicResult_t(CANDIDATES);
  private final FloatPointer alpha;
  private final FloatPointer beta;
  private final RawPointer a = new RawPointer();
  private final RawPointer b = new RawPointer();
  private final RawPointer c = new RawPointer();
  private final RawPointer workspace = new RawPointer();
  private final List<Integer> usable = new ArrayList<>(); // of those found
  private int chosen;

  private CublasPlan(cublasLtContext library, Product product) {
    this.library = library;
    this.product = product;
    first =
        product.transposeB()
            ? matrix(product.input(), product.columns(), product.depth(), product.depth())
            : matrix(product.input(), product.depth(), product.columns(), product.columns());
    second =
        product.transposeA()
            ? matrix(product.input(), product.depth(), product.rows(), product.strideA())
            : matrix(product.input(), product.rows(), product.depth(), product.strideA());
    result = matrix(product.output(), product.rows(), product.columns(), product.strideC());
    alpha = new FloatPointer(1).put(product.scale());
    beta = new FloatPointer(1).put(product.accumulate() ? 1f : 0f);
  }

  /**
   * Returns the plan of a product, with the first algorithm chosen; none if the library cannot do
   * it.
   *
   * @param operands addresses aligned as those to come
   * @param workspaceBytes that its algorithms may use
   */
  static Optional<CublasPlan> of(
      cublasLtContext library, Product product, ProductOperands operands, long workspaceBytes) {
    if (product.epilogue().hasAuxiliary() && product.columns() % AUXILIARY_COLUMNS != 0) {
      return Optional.empty();
    }
    CublasPlan plan = new CublasPlan(library, product);
    plan.describe(operands);
    plan.find(alignment(operands), workspaceBytes);
    if (plan.usable.isEmpty()) {
      plan.close();
      return Optional.empty();
    }
    return Optional.of(plan);
  }

  /** Returns the largest power of two, up to the best, that divides all addresses, in bytes. */
  static int alignment(ProductOperands operands) {
    long all =
        operands.a()
            | operands.b()
            | operands.c()
            | operands.bias()
            | operands.auxiliary()
            | BEST_ALIGNMENT;
    return (int) Long.lowestOneBit(all);
  }

  Product product() {
    return product;
  }

  /** Returns how many algorithms there are, at least 1. */
  int candidates() {
    return usable.size();
  }

  /** Takes an algorithm, from 0, for the runs to come. */
  void choose(int candidate) {
    chosen = usable.get(candidate);
  }

  /** Queues the product. */
  void run(ProductOperands operands, long scratch, CUstream_st stream) {
    point(operands);
    cublasLtMatmulHeuristicResult_t algorithm = found.getPointer(chosen);
    Cuda.checkProduct(
        cublas.cublasLtMatmul(
            library,
            operation,
            alpha,
            a.at(operands.b()),
            first,
            b.at(operands.a()),
            second,
            beta,
            c.at(operands.c()),
            result,
            c,
            result,
            algorithm.algo(),
            workspace.at(scratch),
            algorithm.workspaceSize(),
            stream),
        "cublasLtMatmul of " + product);
  }

  private static cublasLtMatrixLayoutOpaque_t matrix(
      ElementType type, int storedRows, int storedColumns, int stride) {
    cublasLtMatrixLayoutOpaque_t layout = new cublasLtMatrixLayoutOpaque_t();
    Cuda.checkProduct(
        cublas.cublasLtMatrixLayoutInit(layout, type(type), storedColumns, storedRows, stride),
        "cublasLtMatrixLayoutInit");
    return layout;
  }

  private static int type(ElementType type) {
    return switch (type) {
      case FLOAT32 -> cudart.CUDA_R_32F;
      case BFLOAT16 -> cudart.CUDA_R_16BF;
    };
  }

  private void describe(ProductOperands operands) {
    Cuda.checkProduct(
        cublas.cublasLtMatmulDescInit(operation, cublas.CUBLAS_COMPUTE_32F, cudart.CUDA_R_32F),
        "cublasLtMatmulDescInit");
    set(cublas.CUBLASLT_MATMUL_DESC_TRANSA, transposition(product.transposeB()));
    set(cublas.CUBLASLT_MATMUL_DESC_TRANSB, transposition(product.transposeA()));
    set(cublas.CUBLASLT_MATMUL_DESC_EPILOGUE, epilogue(product.epilogue()));
    if (product.epilogue().hasAuxiliary()) {
      set(cublas.CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_LD, (long) product.columns());
    }
    point(operands);
  }

  private static int transposition(boolean transposed) {
    return transposed ? cublas.CUBLAS_OP_T : cublas.CUBLAS_OP_N;
  }

  private static int epilogue(Epilogue epilogue) {
    return switch (epilogue) {
      case NONE -> cublas.CUBLASLT_EPILOGUE_DEFAULT;
      case BIAS -> cublas.CUBLASLT_EPILOGUE_BIAS;
      case BIAS_GELU -> cublas.CUBLASLT_EPILOGUE_GELU_AUX_BIAS;
      case GELU_GRADIENT -> cublas.CUBLASLT_EPILOGUE_DGELU;
      case BIAS_GRADIENT -> cublas.CUBLASLT_EPILOGUE_BGRADB; // its second operand is our first
    };
  }

  private void point(ProductOperands operands) {
    if (product.epilogue().hasBias()) {
      set(cublas.CUBLASLT_MATMUL_DESC_BIAS_POINTER, operands.bias());
    }
    if (product.epilogue().hasAuxiliary()) {
      set(cublas.CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_POINTER, operands.auxiliary());
    }
  }

  private void set(int attribute, int value) {
    try (IntPointer pointer = new IntPointer(1).put(value)) {
      set(attribute, pointer, Integer.BYTES);
    }
  }

  private void set(int attribute, long value) {
    try (LongPointer pointer = new LongPointer(1).put(value)) {
      set(attribute, pointer, Long.BYTES);
    }
  }

  private void set(int attribute, Pointer value, int bytes) {
    Cuda.checkProduct(
        cublas.cublasLtMatmulDescSetAttribute(operation, attribute, value, bytes),
        "cublasLtMatmulDescSetAttribute");
  }

  private void find(int alignment, long workspaceBytes) {
    int[] count = new int[1];
    try (cublasLtMatmulPreferenceOpaque_t preference = new cublasLtMatmulPreferenceOpaque_t();
        IntPointer aligned = new IntPointer(1).put(alignment);
        LongPointer scratch = new LongPointer(1).put(workspaceBytes)) {
      Cuda.checkProduct(
          cublas.cublasLtMatmulPreferenceInit(preference), "cublasLtMatmulPreferenceInit");
      prefer(preference, cublas.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, scratch, Long.BYTES);
      prefer(preference, cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, aligned, Integer.BYTES);
      prefer(preference, cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES, aligned, Integer.BYTES);
      prefer(preference, cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, aligned, Integer.BYTES);
      prefer(preference, cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES, aligned, Integer.BYTES);
      int status =
          cublas.cublasLtMatmulAlgoGetHeuristic(
              library,
              operation,
              first,
              second,
              result,
              result,
              preference,
              CANDIDATES,
              found,
              count);
      if (status != cublas.CUBLAS_STATUS_NOT_SUPPORTED) {
        Cuda.checkProduct(status, "cublasLtMatmulAlgoGetHeuristic of " + product);
        keepUsable(count[0]);
      }
    }
  }

  /** Of an algorithm with another state nothing but the state means anything. */
  private void keepUsable(int count) {
    for (int i = 0; i < count; i++) {
      if (found.getPointer(i).state() == cublas.CUBLAS_STATUS_SUCCESS) {
        usable.add(i);
      }
    }
    chosen = usable.isEmpty() ? 0 : usable.get(0);
  }

  private static void prefer(
      cublasLtMatmulPreferenceOpaque_t preference, int attribute, Pointer value, int bytes) {
    Cuda.checkProduct(
        cublas.cublasLtMatmulPreferenceSetAttribute(preference, attribute, value, bytes),
        "cublasLtMatmulPreferenceSetAttribute");
  }

  @Override
  public void close() {
    for (Pointer pointer : new Pointer[] {operation, first, second, result, found, alpha, beta}) {
      pointer.close();
    }
  }
}
