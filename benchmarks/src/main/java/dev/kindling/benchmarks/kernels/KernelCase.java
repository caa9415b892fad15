package dev.kindling.benchmarks.kernels;

import dev.kindling.model.kernels.ElementType;
import java.util.function.Function;

/**
 * One kernel on one shape.
 *
 * @param name kernel and shape, unique
 * @param elements of its output, or of its input where that is larger
 * @param streamElements float32 elements that it must read or write at least, each once
 * @param productElements the same of the products' type
 * @param operations multiplications and additions of its products; 0 where it has none
 * @param work makes inputs and returns what is measured
 */
record KernelCase(
    String name,
    long elements,
    long streamElements,
    long productElements,
    long operations,
    Function<KernelInputs, Runnable> work) {

  /** Returns the bytes that must at least move between memory and processor. */
  long bytes(ElementType productType) {
    return streamElements * Float.BYTES + productElements * productType.bytes();
  }
}
