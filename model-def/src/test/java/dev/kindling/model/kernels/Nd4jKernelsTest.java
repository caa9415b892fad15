package dev.kindling.model.kernels;

import java.util.EnumSet;
import java.util.Set;

/** The same of ND4J's kernels. */
class Nd4jKernelsTest extends KernelsTest {
  @Override
  String backend() {
    return "nd4j";
  }

  @Override
  Set<ElementType> types() {
    return EnumSet.of(ElementType.FLOAT32);
  }
}
