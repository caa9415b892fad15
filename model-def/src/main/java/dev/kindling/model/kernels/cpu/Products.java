package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cpu.Primitive.Argument;
import dev.kindling.model.kernels.cpu.ProductShape.Operand;
import dev.kindling.model.kernels.cpu.ProductShape.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/** The matrix products that this process has compiled, by shape. */
final class Products {
  private static final Map<ProductShape, Primitive> COMPILED = new ConcurrentHashMap<>();

  private Products() {}

  /**
   * Returns the product of a shape, compiled now if it is the first time. Its arguments are a, b, c
   * and, if there is one, the bias.
   */
  static Primitive of(ProductShape shape) {
    Primitive known = COMPILED.get(shape);
    return known != null ? known : COMPILED.computeIfAbsent(shape, Products::compile);
  }

  /** Returns how many products there are. */
  static int count() {
    return COMPILED.size();
  }

  private static Primitive compile(ProductShape shape) {
    dnnl_memory_desc a = operand(shape.a(), shape.operands(), shape.m(), shape.k());
    dnnl_memory_desc b =
        shape.b().order() == Order.PACKED
            ? PackedLayout.of(shape.k(), shape.n(), shape.operands()).description()
            : operand(shape.b(), shape.operands(), shape.k(), shape.n());
    dnnl_memory_desc c =
        OneDnn.matrix(shape.result(), shape.m(), shape.n(), shape.resultStride(), 1);
    dnnl_memory_desc bias =
        shape.bias() ? OneDnn.matrix(ElementType.FLOAT32, 1, shape.n(), shape.n(), 1) : null;
    dnnl_primitive_attr attributes = OneDnn.attributes(shape.accumulate());
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    OneDnn.check(
        dnnl.dnnl_matmul_primitive_desc_create(
            description, OneDnn.engine(), a, b, bias, c, attributes),
        shape);
    OneDnn.check(dnnl.dnnl_primitive_attr_destroy(attributes), "the end of attributes");
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument(dnnl.DNNL_ARG_SRC, a));
    arguments.add(new Argument(dnnl.DNNL_ARG_WEIGHTS, b));
    arguments.add(new Argument(dnnl.DNNL_ARG_DST, c));
    if (bias != null) {
      arguments.add(new Argument(dnnl.DNNL_ARG_BIAS, bias));
    }
    return new Primitive(description, arguments, shape);
  }

  private static dnnl_memory_desc operand(
      Operand operand, ElementType type, int rows, int columns) {
    return operand.order() == Order.ROWS
        ? OneDnn.matrix(type, rows, columns, operand.stride(), 1)
        : OneDnn.matrix(type, rows, columns, 1, operand.stride());
  }
}
