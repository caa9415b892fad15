package dev.kindling.model.kernels.cuda;

import dev.kindling.model.Activation;
import java.util.Locale;

/** Operations by element: activations, tanh, dropout, conversions. All vectors are <em>any</em>. */
final class ElementKernels {
  private static final CudaProgram PROGRAM = CudaProgram.of("elements.cu");

  private final KernelLauncher launcher;

  ElementKernels(KernelLauncher launcher) {
    this.launcher = launcher;
  }

  /** y becomes x in the type of y. */
  void convert(long count, DeviceVector x, DeviceVector y) {
    launcher.arguments().longs(count).address(x.address()).address(y.address());
    launch("convert", count, x, y);
  }

  /** y = y + scale · x. */
  void addScaled(long count, float scale, DeviceVector x, DeviceVector y) {
    launcher.arguments().longs(count).floats(scale).address(x.address()).address(y.address());
    launch("add_scaled", count, x, y);
  }

  /** y = y + bias by rows, with y's own stride; the bias is float32 (columns). */
  void addBias(int rows, int columns, DeviceVector bias, DeviceVector y) {
    launcher
        .arguments()
        .ints(rows)
        .ints(columns)
        .ints(y.stride(columns))
        .address(bias.address())
        .address(y.address());
    launcher.launch(PROGRAM, KernelLauncher.name("add_bias", y), Grids.rows(rows));
  }

  /** y = activation(sum). */
  void activation(Activation form, long count, DeviceVector sum, DeviceVector y) {
    launcher.arguments().longs(count).address(sum.address()).address(y.address());
    launch("activation_" + form.name().toLowerCase(Locale.ROOT), count, sum, y);
  }

  /**
   * {@code sum = sum + bias} and {@code y = activation(sum)}.
   *
   * @param bias float32 (columns)
   */
  void biasActivation(
      Activation form, int rows, int columns, DeviceVector bias, DeviceVector sum, DeviceVector y) {
    launcher
        .arguments()
        .ints(rows)
        .ints(columns)
        .address(bias.address())
        .address(sum.address())
        .address(y.address());
    String name = "bias_activation_" + form.name().toLowerCase(Locale.ROOT);
    launch(name, (long) rows * columns, sum, y);
  }

  /** {@code dSum = dy · activation'(sum)}; dSum may be one of the others. */
  void activationGradient(
      Activation form, long count, DeviceVector sum, DeviceVector dy, DeviceVector dSum) {
    launcher
        .arguments()
        .longs(count)
        .address(sum.address())
        .address(dy.address())
        .address(dSum.address());
    String name = "activation_gradient_" + form.name().toLowerCase(Locale.ROOT);
    launch(name, count, sum, dy, dSum);
  }

  /** y = tanh(y). */
  void tanh(long count, DeviceVector y) {
    launcher.arguments().longs(count).address(y.address());
    launch("tanh", count, y);
  }

  /** {@code dSum = dy · (1 - y²)}; dSum may be dy. */
  void tanhGradient(long count, DeviceVector y, DeviceVector dy, DeviceVector dSum) {
    launcher
        .arguments()
        .longs(count)
        .address(y.address())
        .address(dy.address())
        .address(dSum.address());
    launch("tanh_gradient", count, y, dy, dSum);
  }

  /** {@code y = dropout(x)}; may be one vector. */
  void dropout(int rows, int columns, DeviceDropout dropout, DeviceVector x, DeviceVector y) {
    KernelArguments arguments = launcher.arguments().ints(rows).ints(columns);
    dropout.addTo(arguments);
    arguments.address(x.address()).address(y.address());
    launcher.launch(PROGRAM, KernelLauncher.name("dropout", x, y), Grids.rows(rows));
  }

  /**
   * {@code sum = residual + dropout(x + bias)}.
   *
   * @param bias float32 (columns), or null for none
   * @param sum float32; it may be the residual
   */
  void dropoutResidual(
      int rows,
      int columns,
      DeviceVector x,
      DeviceVector bias,
      DeviceDropout dropout,
      DeviceVector residual,
      DeviceVector sum) {
    KernelArguments arguments = launcher.arguments().ints(rows).ints(columns);
    dropout.addTo(arguments);
    arguments
        .address(x.address())
        .address(bias == null ? 0 : bias.address())
        .address(residual.address())
        .address(sum.address());
    String name = KernelLauncher.name("dropout_residual", x, residual);
    launcher.launch(PROGRAM, name, Grids.rows(rows));
  }

  private void launch(String base, long count, DeviceVector... vectors) {
    launcher.launch(PROGRAM, KernelLauncher.name(base, vectors), Grids.elements(count));
  }
}
