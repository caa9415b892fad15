package dev.kindling.model.kernels.cpu;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * What oneDNN has compiled, and the memory it reads and writes. All threads may run it at the same
 * time, each with a {@link PrimitiveRunner} of its own. Compiling takes about a millisecond; a
 * primitive is kept as long as the process lives, so callers keep the number of shapes small.
 */
final class Primitive {
  private final dnnl_primitive compiled = new dnnl_primitive();
  private final List<Argument> arguments;
  private final Argument scratch;

  /**
   * Compiles.
   *
   * @param description what to compile, with scratch memory that the caller brings
   * @param arguments in the order in which addresses will be given
   * @param what it does, for errors
   */
  Primitive(dnnl_primitive_desc description, List<Argument> arguments, Object what) {
    OneDnn.check(dnnl.dnnl_primitive_create(compiled, description), what);
    this.arguments = List.copyOf(arguments);
    this.scratch =
        new Argument(
            dnnl.DNNL_ARG_SCRATCHPAD,
            dnnl.dnnl_primitive_desc_query_md(description, dnnl.dnnl_query_scratchpad_md, 0));
  }

  dnnl_primitive compiled() {
    return compiled;
  }

  /** Returns what it reads and writes, the scratch memory last. */
  List<Argument> arguments() {
    List<Argument> all = new ArrayList<>(arguments);
    all.add(scratch);
    return all;
  }

  long scratchBytes() {
    return dnnl.dnnl_memory_desc_get_size(scratch.description());
  }

  /**
   * Memory that it reads or writes.
   *
   * @param meaning one of oneDNN's {@code DNNL_ARG} numbers
   * @param description size and layout
   */
  record Argument(int meaning, dnnl_memory_desc description) {}
}
