package dev.kindling.benchmarks.training;

/** One side cannot do what it is asked for. */
final class SideFailedException extends RuntimeException {
  SideFailedException(Side side, String reason) {
    super((side == Side.OURS ? "ours: " : "libtorch: ") + reason);
  }
}
