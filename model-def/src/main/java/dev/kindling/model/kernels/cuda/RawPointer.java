package dev.kindling.model.kernels.cuda;

import org.bytedeco.javacpp.Pointer;

/** Hands an address to CUDA's functions; owns nothing, and may be pointed elsewhere. */
final class RawPointer extends Pointer {
  RawPointer() {}

  /** Points to an address, and returns itself. */
  RawPointer at(long value) {
    address = value;
    return this;
  }
}
