package dev.kindling.model.kernels;

/** The same of ND4J's kernels. */
class Nd4jParameterKernelsTest extends ParameterKernelsTest {
  @Override
  String backend() {
    return "nd4j";
  }
}
