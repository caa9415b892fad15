package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.global.dnnl;

/** The process's oneDNN engine, and small steps that all of its primitives need. */
final class OneDnn {
  static {
    OneThread.load();
  }

  private static final dnnl_engine ENGINE = createEngine();

  private OneDnn() {}

  static dnnl_engine engine() {
    return ENGINE;
  }

  private static dnnl_engine createEngine() {
    dnnl_engine engine = new dnnl_engine();
    check(dnnl.dnnl_engine_create(engine, dnnl.dnnl_cpu, 0), "its CPU engine");
    return engine;
  }

  /**
   * Reports a call that failed.
   *
   * @param what was asked for
   * @throws IllegalStateException if the status is not success
   */
  static void check(int status, Object what) {
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException("oneDNN refused " + what + ", status " + status);
    }
  }

  /** Describes a matrix; strides are in elements. */
  static dnnl_memory_desc matrix(
      ElementType type, int rows, int columns, long rowStride, long columnStride) {
    dnnl_memory_desc description = new dnnl_memory_desc();
    long[] dimensions = {rows, columns};
    long[] strides = {rowStride, columnStride};
    int status =
        dnnl.dnnl_memory_desc_create_with_strides(description, 2, dimensions, code(type), strides);
    check(status, "a matrix of " + rows + " x " + columns);
    return description;
  }

  /** Describes a matrix whose layout a primitive may choose. */
  static dnnl_memory_desc anyLayout(ElementType type, int rows, int columns) {
    dnnl_memory_desc description = new dnnl_memory_desc();
    long[] dimensions = {rows, columns};
    int status =
        dnnl.dnnl_memory_desc_create_with_tag(
            description, 2, dimensions, code(type), dnnl.dnnl_format_tag_any);
    check(status, "a matrix of " + rows + " x " + columns);
    return description;
  }

  /**
   * Returns attributes of a primitive that takes its scratch memory from the caller.
   *
   * @param accumulate whether the target's old content stays in the sum
   */
  static dnnl_primitive_attr attributes(boolean accumulate) {
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    check(dnnl.dnnl_primitive_attr_create(attributes), "attributes");
    check(
        dnnl.dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl.dnnl_scratchpad_mode_user),
        "scratch memory of the caller");
    if (accumulate) {
      dnnl_post_ops operations = new dnnl_post_ops();
      check(dnnl.dnnl_post_ops_create(operations), "post operations");
      check(
          dnnl.dnnl_post_ops_append_sum(operations, 1f, 0, dnnl.dnnl_data_type_undef),
          "accumulation");
      check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, operations), "accumulation");
      check(dnnl.dnnl_post_ops_destroy(operations), "the end of post operations");
    }
    return attributes;
  }

  private static int code(ElementType type) {
    return type == ElementType.FLOAT32 ? dnnl.dnnl_f32 : dnnl.dnnl_bf16;
  }
}
