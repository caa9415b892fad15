package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.ElementType;

/**
 * Attention in tiles (Dao et al. 2022): with bfloat16 and heads of a multiple of 16 up to 128 on
 * tensor cores, else in plain float32 arithmetic.
 */
final class AttentionKernels {
  private static final int LARGEST_PLAIN_HEAD = 256;

  private static final int COPY_BYTES = 16; // that the tensor cores' kernels copy at once
  private static final CudaProgram PLAIN = CudaProgram.of("attention_plain.cu");
  private static final CudaProgram TILES = CudaProgram.of("attention_tiles.cu");

  private final KernelLauncher launcher;
  private final ScratchMemory scratch;

  AttentionKernels(KernelLauncher launcher, ScratchMemory scratch) {
    this.launcher = launcher;
    this.scratch = scratch;
  }

  /**
   * {@code context = dropout(softmax(q·kᵀ/√d))·v} by sequence and head.
   *
   * @param dropout rows are numbered {@code row · heads + head}; its {@code rows} must be 0
   * @param qkv any (rows, 3·hidden)
   * @param logSumExp float32 (heads, {@link DeviceAttention#rows})
   * @param context of qkv's type (rows, hidden)
   */
  void attention(
      DeviceAttention a,
      DeviceDropout dropout,
      DeviceVector qkv,
      DeviceVector logSumExp,
      DeviceVector context) {
    boolean tiles = onTensorCores(a, qkv, context);
    arguments(a, dropout, tiles)
        .address(qkv.address())
        .address(logSumExp.address())
        .address(context.address());
    if (tiles) {
      launcher.launch(tiles(a), "attention_tiles", AttentionGrids.forward(a));
    } else {
      launcher.launch(PLAIN, KernelLauncher.name("attention", qkv), plain(a));
    }
  }

  /** Gradient of {@link #attention}; all but logSumExp of qkv's type, dQkv is overwritten. */
  void attentionGradient(
      DeviceAttention a,
      DeviceDropout dropout,
      DeviceVector qkv,
      DeviceVector logSumExp,
      DeviceVector context,
      DeviceVector dContext,
      DeviceVector dQkv) {
    long delta = scratch.atLeast((long) Float.BYTES * a.heads() * a.rows());
    launcher
        .arguments()
        .ints(a.rows())
        .ints(a.heads())
        .ints(a.headSize())
        .address(a.starts())
        .ints(a.sequences())
        .address(context.address())
        .address(dContext.address())
        .address(delta);
    launcher.launch(
        PLAIN,
        KernelLauncher.name("attention_delta", qkv),
        Grids.rows(Math.multiplyExact(a.rows(), a.heads())));
    boolean tiles = onTensorCores(a, qkv, dContext, dQkv);
    for (boolean ofKeys : new boolean[] {false, true}) {
      arguments(a, dropout, tiles)
          .address(qkv.address())
          .address(logSumExp.address())
          .address(delta)
          .address(dContext.address())
          .address(dQkv.address());
      String part = ofKeys ? "keys" : "queries";
      if (tiles) {
        LaunchGeometry geometry =
            ofKeys ? AttentionGrids.gradientOfKeys(a) : AttentionGrids.gradientOfQueries(a);
        launcher.launch(tiles(a), "attention_gradient_tiles_" + part, geometry);
      } else {
        String name = KernelLauncher.name("attention_gradient_" + part, qkv);
        launcher.launch(PLAIN, name, plain(a));
      }
    }
  }

  private static CudaProgram tiles(DeviceAttention a) {
    return TILES.with("HEAD_SIZE", a.headSize());
  }

  private static boolean onTensorCores(DeviceAttention a, DeviceVector... vectors) {
    boolean suits = AttentionGrids.supports(a.headSize());
    for (DeviceVector vector : vectors) {
      suits &= vector.type() == ElementType.BFLOAT16 && vector.address() % COPY_BYTES == 0;
    }
    return suits;
  }

  /** Begins the arguments; tiles know the size of a head when they are compiled. */
  private KernelArguments arguments(DeviceAttention a, DeviceDropout dropout, boolean tiles) {
    if (a.headSize() > LARGEST_PLAIN_HEAD) {
      throw new IllegalArgumentException(
          "attention on a GPU takes heads of at most 256 elements, got " + a.headSize());
    }
    KernelArguments arguments =
        launcher.arguments().address(a.starts()).ints(a.rows()).ints(a.heads());
    if (!tiles) {
      arguments.ints(a.headSize());
    }
    arguments.ints(a.causal() ? 1 : 0);
    dropout.addTo(arguments);
    return arguments;
  }

  /** Returns a warp for each row of the longest sequence, by head and sequence. */
  static LaunchGeometry plain(DeviceAttention a) {
    return new LaunchGeometry(
        Grids.parts(a.longest(), Grids.ROWS), a.heads(), a.sequences(), Grids.THREADS, 0);
  }
}
