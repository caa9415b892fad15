package dev.kindling.model.kernels.cuda;

import dev.kindling.model.Activation;
import dev.kindling.model.kernels.ElementType;

/** Linear layers: products with what follows them, in one call where the library can. */
final class LinearKernels {
  private final CommandQueue queue;
  private final ElementKernels elements;
  private final SumKernels sums;
  private final Bfloat16Copies copies;
  private final ScratchMemory projected; // a product on its way to another kernel

  LinearKernels(
      CommandQueue queue,
      ElementKernels elements,
      SumKernels sums,
      Bfloat16Copies copies,
      ScratchMemory projected) {
    this.queue = queue;
    this.elements = elements;
    this.sums = sums;
    this.copies = copies;
    this.projected = projected;
  }

  /** Returns whether the library can apply an activation, and its derivative, to a product. */
  static boolean fuses(Activation activation) {
    return activation == Activation.GELU_TANH;
  }

  /** {@code y = x · weightᵀ + bias}; the bias may be null. */
  void forward(int rows, CudaBuffer x, CudaWeight weight, CudaBuffer bias, CudaBuffer y) {
    int outputs = weight.outputs();
    Product product =
        forward(rows, x, weight, y.type()).strides(weight.inputs(), y.stride(outputs));
    if (bias == null) {
      queue.product(product, operands(x, weight.matrix(), y));
      return;
    }
    Product biased = product.then(Epilogue.BIAS);
    if (queue.supports(biased)) {
      queue.product(biased, operands(x, weight, y, inTypeOf(y, bias), 0));
    } else {
      queue.product(product, operands(x, weight.matrix(), y));
      elements.addBias(rows, outputs, bias, y);
    }
  }

  /** {@code sum = x · weightᵀ + bias} and {@code y = activation(sum)}. */
  void activation(
      Activation form,
      int rows,
      CudaBuffer x,
      CudaWeight weight,
      CudaBuffer bias,
      CudaBuffer sum,
      CudaBuffer y) {
    Product product = forward(rows, x, weight, sum.type());
    Product fused = product.then(Epilogue.BIAS_GELU);
    if (fuses(form) && y.type() == sum.type() && queue.prefers(fused)) {
      queue.product(fused, operands(x, weight, y, inTypeOf(sum, bias), sum.address()));
      return;
    }
    Product biased = product.then(Epilogue.BIAS);
    if (queue.supports(biased)) { // the sum is then written once
      queue.product(biased, operands(x, weight, sum, inTypeOf(sum, bias), 0));
      elements.activation(form, (long) rows * weight.outputs(), sum, y);
    } else {
      queue.product(product, operands(x, weight.matrix(), sum));
      elements.biasActivation(form, rows, weight.outputs(), bias, sum, y);
    }
  }

  /**
   * Queues the product of {@code sum = residual + dropout(x · weightᵀ + bias)}; returns the rest.
   */
  ResidualStep residual(
      int rows,
      CudaBuffer x,
      CudaWeight weight,
      CudaBuffer bias,
      DeviceDropout dropout,
      CudaBuffer residual,
      CudaBuffer sum) {
    DeviceVector product = scratch(rows, weight.outputs(), x.type());
    queue.product(forward(rows, x, weight, product.type()), operands(x, weight.matrix(), product));
    return new ResidualStep(
        elements, rows, weight.outputs(), product, bias, dropout, residual, sum);
  }

  /** {@code dx = dy · weight}, added to dx where {@code accumulate}. */
  void inputGradient(
      int rows, CudaBuffer dy, CudaWeight weight, boolean accumulate, DeviceVector dx) {
    Product product =
        Product.of(rows, weight.inputs(), weight.outputs(), dy.type(), dx.type())
            .strides(dy.stride(weight.outputs()), weight.inputs())
            .accumulating(accumulate);
    queue.product(product, operands(dy, weight.matrix(), dx));
  }

  /** {@code dSum = (dy · weight) · activation'(sum)}; dSum may be the sum. */
  void inputGradient(
      Activation form,
      int rows,
      CudaBuffer dy,
      CudaWeight weight,
      CudaBuffer sum,
      CudaBuffer dSum) {
    Product fused =
        Product.of(rows, weight.inputs(), weight.outputs(), dy.type(), dSum.type())
            .then(Epilogue.GELU_GRADIENT);
    boolean apart = sum.address() != dSum.address(); // the library promises nothing in place
    if (fuses(form) && apart && queue.prefers(fused)) {
      queue.product(fused, operands(dy, weight, dSum, 0, sum.address()));
      return;
    }
    DeviceVector product = apart ? dSum : scratch(rows, weight.inputs(), dy.type());
    inputGradient(rows, dy, weight, false, product);
    elements.activationGradient(form, (long) rows * weight.inputs(), sum, product, dSum);
  }

  /** {@code dWeight = dyᵀ · x} and dBias = the sum of dy's rows; dBias may be null. */
  void parameterGradients(
      int rows,
      int outputs,
      int inputs,
      CudaBuffer dy,
      CudaBuffer x,
      boolean accumulate,
      CudaBuffer dWeight,
      CudaBuffer dBias) {
    Product product =
        Product.of(outputs, inputs, rows, dy.type(), dWeight.type())
            .aTransposed()
            .strides(dy.stride(outputs), inputs)
            .accumulating(accumulate);
    Product fused = product.then(Epilogue.BIAS_GRADIENT);
    if (dBias != null && !accumulate && queue.supports(fused)) {
      queue.product(
          fused,
          new ProductOperands(dy.address(), x.address(), dWeight.address(), dBias.address(), 0));
      return;
    }
    queue.product(product, operands(dy, x, dWeight));
    if (dBias != null) {
      sums.columnSums(rows, outputs, dy, accumulate, dBias);
    }
  }

  private static Product forward(int rows, CudaBuffer x, CudaWeight weight, ElementType output) {
    return Product.of(rows, weight.outputs(), weight.inputs(), x.type(), output).bTransposed();
  }

  private DeviceVector scratch(int rows, int columns, ElementType type) {
    return ScratchVector.of(projected, (long) rows * columns, type);
  }

  /** A product's bias has the type of its result. */
  private long inTypeOf(CudaBuffer result, CudaBuffer bias) {
    return (result.type() == ElementType.FLOAT32 ? bias : copies.of(bias)).address();
  }

  private static ProductOperands operands(DeviceVector a, DeviceVector b, DeviceVector c) {
    return ProductOperands.of(a.address(), b.address(), c.address());
  }

  private static ProductOperands operands(
      CudaBuffer a, CudaWeight weight, CudaBuffer c, long bias, long auxiliary) {
    return new ProductOperands(
        a.address(), weight.matrix().address(), c.address(), bias, auxiliary);
  }
}
