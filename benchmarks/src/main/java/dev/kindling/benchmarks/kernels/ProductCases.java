package dev.kindling.benchmarks.kernels;

import dev.kindling.model.Activation;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.Weight;
import java.util.List;

/** Linear layers, forward and backward; names give rows x inputs x outputs. */
final class ProductCases {
  /** A product large enough for the processor's full rate. */
  static final KernelCase REFERENCE = linear(2048, 2048, 2048);

  private ProductCases() {}

  static List<KernelCase> all() {
    return List.of(
        REFERENCE,
        linear(4096, 256, 768),
        linearResidual(4096, 256, 256),
        linearGelu(4096, 256, 1024),
        linearResidual(4096, 1024, 256),
        inputGradient(4096, 256, 768),
        inputGradientGelu(4096, 1024, 256),
        inputGradient(4096, 256, 1024),
        parameterGradients(4096, 256, 768),
        parameterGradients(4096, 256, 1024),
        parameterGradients(4096, 1024, 256),
        linear(640, 256, 8192),
        linear(4096, 256, 8192),
        inputGradient(4096, 256, 8192),
        parameterGradients(4096, 256, 8192),
        linear(1024, 768, 2304),
        linearGelu(1024, 768, 3072),
        linearResidual(1024, 3072, 768),
        inputGradientGelu(1024, 3072, 768),
        parameterGradients(1024, 768, 3072),
        linear(160, 768, 30522),
        parameterGradients(160, 768, 30522));
  }

  /** Those of BERT base, 256 x 128. */
  static List<KernelCase> onGpu() {
    return List.of(
        linear(32768, 768, 2304),
        linearResidual(32768, 768, 768),
        linearGelu(32768, 768, 3072),
        linearResidual(32768, 3072, 768),
        inputGradient(32768, 768, 2304),
        inputGradient(32768, 768, 3072),
        inputGradientGelu(32768, 3072, 768),
        parameterGradients(32768, 768, 2304),
        parameterGradients(32768, 768, 3072),
        parameterGradients(32768, 3072, 768),
        linear(5120, 768, 30522),
        inputGradient(5120, 768, 30522),
        parameterGradients(5120, 768, 30522));
  }

  static KernelCase linear(int rows, int inputs, int outputs) {
    return new KernelCase(
        "linear" + shape(rows, inputs, outputs),
        (long) rows * outputs,
        outputs,
        operands(rows, inputs, outputs),
        operations(rows, inputs, outputs),
        in -> {
          Buffer x = in.product((long) rows * inputs);
          Weight weight = in.weight(outputs, inputs);
          Buffer bias = in.stream(outputs);
          Buffer y = in.productRows(rows, outputs);
          return () -> in.kernels().linear(rows, x, weight, bias, y);
        });
  }

  private static KernelCase linearGelu(int rows, int inputs, int outputs) {
    long size = (long) rows * outputs;
    return new KernelCase(
        "linear with GELU" + shape(rows, inputs, outputs),
        size,
        outputs,
        operands(rows, inputs, outputs) + size, // the sum is written as well
        operations(rows, inputs, outputs),
        in -> {
          Buffer x = in.product((long) rows * inputs);
          Weight weight = in.weight(outputs, inputs);
          Buffer bias = in.stream(outputs);
          Buffer sum = in.product(size);
          Buffer y = in.product(size);
          return () ->
              in.kernels().linearActivation(Activation.GELU_TANH, rows, x, weight, bias, sum, y);
        });
  }

  private static KernelCase linearResidual(int rows, int inputs, int outputs) {
    long size = (long) rows * outputs;
    return new KernelCase(
        "linear with residual" + shape(rows, inputs, outputs),
        size,
        2 * size + outputs,
        operands(rows, inputs, outputs) - size, // its output is a stream
        operations(rows, inputs, outputs),
        in -> {
          Buffer x = in.product((long) rows * inputs);
          Weight weight = in.weight(outputs, inputs);
          Buffer bias = in.stream(outputs);
          Buffer residual = in.stream(size);
          Buffer sum = in.stream(size);
          return () ->
              in.kernels().linearResidual(rows, x, weight, bias, Dropout.NONE, residual, sum);
        });
  }

  private static KernelCase inputGradient(int rows, int inputs, int outputs) {
    return new KernelCase(
        "input gradient" + shape(rows, inputs, outputs),
        (long) rows * inputs,
        0,
        operands(rows, inputs, outputs),
        operations(rows, inputs, outputs),
        in -> {
          Buffer dy = in.productRows(rows, outputs);
          Weight weight = in.weight(outputs, inputs);
          Buffer dx = in.product((long) rows * inputs);
          return () -> in.kernels().linearInputGradient(rows, dy, weight, false, dx);
        });
  }

  private static KernelCase inputGradientGelu(int rows, int inputs, int outputs) {
    long size = (long) rows * inputs;
    return new KernelCase(
        "input gradient through GELU" + shape(rows, inputs, outputs),
        size,
        0,
        operands(rows, inputs, outputs) + size, // the sum is read as well
        operations(rows, inputs, outputs),
        in -> {
          Buffer dy = in.product((long) rows * outputs);
          Weight weight = in.weight(outputs, inputs);
          Buffer sum = in.product(size);
          Buffer dSum = in.product(size);
          return () ->
              in.kernels().linearInputGradient(Activation.GELU_TANH, rows, dy, weight, sum, dSum);
        });
  }

  private static KernelCase parameterGradients(int rows, int inputs, int outputs) {
    long size = (long) outputs * inputs;
    return new KernelCase(
        "parameter gradients" + shape(rows, inputs, outputs),
        size,
        size + outputs,
        operands(rows, inputs, outputs) - size, // its output is a stream
        operations(rows, inputs, outputs),
        in -> {
          Buffer dy = in.productRows(rows, outputs);
          Buffer x = in.product((long) rows * inputs);
          Buffer dWeight = in.stream(size);
          Buffer dBias = in.stream(outputs);
          return () ->
              in.kernels()
                  .linearParameterGradients(rows, outputs, inputs, dy, x, false, dWeight, dBias);
        });
  }

  /** Elements of the three matrices of a layer. */
  private static long operands(long rows, long inputs, long outputs) {
    return rows * inputs + inputs * outputs + rows * outputs;
  }

  private static long operations(long rows, long inputs, long outputs) {
    return 2 * rows * inputs * outputs;
  }

  private static String shape(int rows, int inputs, int outputs) {
    return " " + rows + "x" + inputs + "x" + outputs;
  }
}
