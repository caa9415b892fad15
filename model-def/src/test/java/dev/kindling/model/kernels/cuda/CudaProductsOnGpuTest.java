package dev.kindling.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.Activation;
import dev.kindling.model.kernels.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Products by cuBLASLt against sums in double precision; skipped where there is no GPU. */
class CudaProductsOnGpuTest {
  private static final int ROWS = 24;
  private static final int COLUMNS = 16;
  private static final int DEPTH = 40;

  private final Random random = new Random(5);
  private JavaCppDevice device;

  @BeforeEach
  void open() {
    device = CudaUnderTest.device();
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  /** Numbers on the GPU and, as it stores them, here. */
  private static final class Numbers {
    private final long address;
    private final float[] values;
    private final ElementType type;

    Numbers(long address, float[] values, ElementType type) {
      this.address = address;
      this.values = values;
      this.type = type;
    }
  }

  private Numbers random(int size, ElementType type) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      float value = (float) random.nextGaussian();
      values[i] =
          type == ElementType.FLOAT32
              ? value
              : Float.intBitsToFloat(Float.floatToIntBits(value) & 0xffff0000);
    }
    ByteBuffer bytes = direct(size * type.bytes());
    for (float value : values) {
      if (type == ElementType.FLOAT32) {
        bytes.putFloat(value);
      } else {
        bytes.putShort((short) (Float.floatToIntBits(value) >>> 16));
      }
    }
    long address = device.allocate(bytes.capacity());
    device.toDevice(address, bytes.flip());
    return new Numbers(address, values, type);
  }

  private float[] read(Numbers numbers) {
    ElementType type = numbers.type;
    ByteBuffer bytes = direct(numbers.values.length * type.bytes());
    device.toHost(bytes, numbers.address);
    float[] values = new float[numbers.values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          type == ElementType.FLOAT32
              ? bytes.getFloat(4 * i)
              : Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
    }
    return values;
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, FLOAT32", "BFLOAT16, BFLOAT16", "BFLOAT16, FLOAT32"})
  void shouldMultiply(ElementType input, ElementType output) {
    Product plain = Product.of(ROWS, COLUMNS, DEPTH, input, output);
    for (Product layout :
        new Product[] {
          plain, plain.aTransposed(), plain.bTransposed(), plain.aTransposed().bTransposed()
        }) {
      int strideA = layout.strideA();
      for (Product product :
          new Product[] {
            layout, layout.strides(strideA + 8, COLUMNS), layout.strides(strideA, COLUMNS + 8)
          }) {
        for (Epilogue epilogue : Epilogue.values()) {
          check(product.then(epilogue));
        }
        if (output == ElementType.FLOAT32) {
          check(product.accumulating(true));
        }
      }
    }
  }

  /** Where rows start at any element no epilogue may be had, but there is always a product. */
  @ParameterizedTest
  @CsvSource({"FLOAT32, FLOAT32", "BFLOAT16, BFLOAT16", "BFLOAT16, FLOAT32"})
  void shouldMultiplyMatricesOfAnyShape(ElementType input, ElementType output) {
    Product product = Product.of(5, 13, 7, input, output).bTransposed();
    assertThat(device.supports(product)).isTrue();
    for (Epilogue epilogue : Epilogue.values()) {
      check(product.then(epilogue));
    }
    assertThat(device.supports(product.then(Epilogue.BIAS_GELU))).isFalse();
    assertThat(device.supports(product.then(Epilogue.GELU_GRADIENT))).isFalse();
  }

  @Test
  void shouldMultiplyInAGraphWithTheAlgorithmOfTheFirstCall() {
    Product product = Product.of(ROWS, COLUMNS, DEPTH, ElementType.FLOAT32, ElementType.FLOAT32);
    Numbers a = random(ROWS * DEPTH, ElementType.FLOAT32);
    Numbers b = random(DEPTH * COLUMNS, ElementType.FLOAT32);
    Numbers c = random(ROWS * COLUMNS, ElementType.FLOAT32);
    ProductOperands operands = ProductOperands.of(a.address, b.address, c.address);
    device.product(product, operands);
    float[] first = read(c);
    try (GpuGraph graph = device.capture(() -> device.product(product, operands))) {
      device.zero(c.address, product.outputBytes());
      device.replay(graph);
      assertThat(read(c)).isEqualTo(first);
    }
  }

  /** Which way is faster is the GPU's to say: the same at each call, and results are right. */
  @ParameterizedTest
  @EnumSource(
      value = Epilogue.class,
      names = {"BIAS_GELU", "GELU_GRADIENT"})
  void shouldPreferOneCallOrTwo(Epilogue epilogue) {
    Product product =
        Product.of(ROWS, COLUMNS, DEPTH, ElementType.BFLOAT16, ElementType.BFLOAT16).then(epilogue);
    boolean preferred = device.prefers(product);
    assertThat(device.prefers(product)).isEqualTo(preferred);
    assertThat(device.supports(product) || !preferred).isTrue();
    check(product);
  }

  private void check(Product p) {
    if (!device.supports(p)) {
      return;
    }
    int storedRowsOfA = p.transposeA() ? p.depth() : p.rows();
    Numbers a = random(storedRowsOfA * p.strideA(), p.input());
    Numbers b = random(p.depth() * p.columns(), p.input());
    Numbers c = random(p.rows() * p.strideC(), p.output());
    Numbers bias = random(Math.max(p.rows(), p.columns()), p.output());
    Numbers auxiliary = random(p.rows() * p.columns(), p.output());
    device.product(
        p,
        new ProductOperands(
            a.address,
            b.address,
            c.address,
            p.epilogue().hasBias() ? bias.address : 0,
            p.epilogue().hasAuxiliary() ? auxiliary.address : 0));
    float[] actual = read(c);
    float[] actualAuxiliary = read(auxiliary);
    boolean writesAuxiliary = p.epilogue() == Epilogue.BIAS_GELU;
    for (int row = 0; row < p.rows(); row++) {
      for (int column = 0; column < p.columns(); column++) {
        int at = row * p.strideC() + column;
        int dense = row * p.columns() + column;
        double sum = p.scale() * sum(p, a.values, b.values, row, column);
        sum += p.accumulate() ? c.values[at] : 0;
        if (p.epilogue() == Epilogue.BIAS || writesAuxiliary) {
          sum += bias.values[column];
        }
        assertThat((double) actualAuxiliary[dense])
            .as("%s: auxiliary %d, %d", p, row, column)
            .isCloseTo(
                writesAuxiliary ? sum : auxiliary.values[dense],
                tolerance(p, writesAuxiliary ? sum : 0));
        double expected =
            switch (p.epilogue()) {
              case BIAS_GELU -> ActivationReference.value(Activation.GELU_TANH, sum);
              case GELU_GRADIENT -> sum * slope(auxiliary.values[dense]);
              default -> sum;
            };
        assertThat((double) actual[at])
            .as("%s: %d, %d", p, row, column)
            .isCloseTo(expected, tolerance(p, sum));
      }
      for (int gap = p.columns(); gap < p.strideC(); gap++) {
        int at = row * p.strideC() + gap;
        assertThat(actual[at]).as("between the rows").isEqualTo(c.values[at]);
      }
    }
    checkBias(p, a, bias);
    for (Numbers numbers : new Numbers[] {a, b, c, bias, auxiliary}) {
      device.free(numbers.address);
    }
  }

  private void checkBias(Product p, Numbers a, Numbers bias) {
    float[] actual = read(bias);
    for (int i = 0; i < actual.length; i++) {
      double expected = bias.values[i];
      if (p.epilogue() == Epilogue.BIAS_GRADIENT && i < p.rows()) {
        expected = 0;
        for (int k = 0; k < p.depth(); k++) {
          expected += a(p, a.values, i, k);
        }
      }
      assertThat((double) actual[i])
          .as("%s: bias %d", p, i)
          .isCloseTo(expected, tolerance(p, expected));
    }
  }

  private static double sum(Product p, float[] a, float[] b, int row, int column) {
    double sum = 0;
    for (int k = 0; k < p.depth(); k++) {
      int atB = p.transposeB() ? column * p.depth() + k : k * p.columns() + column;
      sum += a(p, a, row, k) * b[atB];
    }
    return sum;
  }

  private static double a(Product p, float[] a, int row, int k) {
    return a[p.transposeA() ? k * p.strideA() + row : row * p.strideA() + k];
  }

  /** Half a step of bfloat16 is 2^-9 of a value; GELU and its slope stretch by at most 1.2. */
  private static Offset<Double> tolerance(Product p, double value) {
    double relative = p.output() == ElementType.FLOAT32 ? 1e-5 : 1.0 / 256;
    return Offset.offset(relative * (1 + 1.2 * Math.abs(value)));
  }

  private static double slope(double x) {
    double h = 1e-5;
    return (ActivationReference.value(Activation.GELU_TANH, x + h)
            - ActivationReference.value(Activation.GELU_TANH, x - h))
        / (2 * h);
  }
}
