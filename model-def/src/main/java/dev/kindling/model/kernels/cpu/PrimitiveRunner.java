package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/**
 * Runs primitives on one thread: owns their scratch memory and the handles by which they find
 * memory. Nothing is allocated once a primitive has run for the first time.
 */
final class PrimitiveRunner implements AutoCloseable {
  private final dnnl_stream stream = new dnnl_stream();
  private final Map<Primitive, Handles> known = new HashMap<>();
  private final Address address = new Address();
  private CpuBuffer scratch = CpuBuffer.allocate(0, ElementType.FLOAT32);

  PrimitiveRunner() {
    OneDnn.check(
        dnnl.dnnl_stream_create(stream, OneDnn.engine(), dnnl.dnnl_stream_default_flags),
        "a stream");
  }

  /** Runs a primitive with two arguments, given by the addresses of their first elements. */
  void run(Primitive primitive, long first, long second) {
    Handles handles = handles(primitive);
    handles.move(0, first);
    handles.move(1, second);
    handles.run();
  }

  /** Runs a primitive with three arguments. */
  void run(Primitive primitive, long first, long second, long third) {
    Handles handles = handles(primitive);
    handles.move(0, first);
    handles.move(1, second);
    handles.move(2, third);
    handles.run();
  }

  /** Runs a primitive with four arguments. */
  void run(Primitive primitive, long first, long second, long third, long fourth) {
    Handles handles = handles(primitive);
    handles.move(0, first);
    handles.move(1, second);
    handles.move(2, third);
    handles.move(3, fourth);
    handles.run();
  }

  private Handles handles(Primitive primitive) {
    Handles handles = known.get(primitive);
    if (handles == null) {
      handles = new Handles(primitive);
      known.put(primitive, handles);
      growScratch(primitive.scratchBytes());
    }
    return handles;
  }

  private void growScratch(long bytes) {
    if (bytes > (long) scratch.size() * Float.BYTES) {
      scratch.close();
      scratch = CpuBuffer.allocate(bytes / Float.BYTES + 1, ElementType.FLOAT32);
    }
  }

  @Override
  public void close() {
    known.values().forEach(Handles::close);
    known.clear();
    scratch.close();
    dnnl.dnnl_stream_destroy(stream);
  }

  /** The memory of one primitive, moved before each run. */
  private final class Handles {
    private final Primitive primitive;
    private final dnnl_memory[] memory; // the last is scratch memory
    private final long[] addresses; // 0: none yet
    private final dnnl_exec_arg_t list;

    Handles(Primitive primitive) {
      this.primitive = primitive;
      List<Primitive.Argument> arguments = primitive.arguments();
      memory = new dnnl_memory[arguments.size()];
      addresses = new long[memory.length];
      list = new dnnl_exec_arg_t(memory.length);
      for (int i = 0; i < memory.length; i++) {
        memory[i] = new dnnl_memory();
        OneDnn.check(
            dnnl.dnnl_memory_create(
                memory[i], arguments.get(i).description(), OneDnn.engine(), null),
            "a memory handle");
        list.position(i).arg(arguments.get(i).meaning()).memory(memory[i]);
      }
      list.position(0);
    }

    void move(int argument, long to) {
      if (addresses[argument]
          != to) { // a call of its own for each is felt where products are small
        OneDnn.check(
            dnnl.dnnl_memory_set_data_handle(memory[argument], address.at(to)), "a memory handle");
        addresses[argument] = to;
      }
    }

    void run() {
      move(memory.length - 1, scratch.address(0));
      OneDnn.check(
          dnnl.dnnl_primitive_execute(primitive.compiled(), stream, memory.length, list),
          "to run a primitive");
    }

    void close() {
      for (dnnl_memory handle : memory) {
        dnnl.dnnl_memory_destroy(handle);
      }
      list.deallocate();
    }
  }

  /** A pointer that can be moved: no object per call. */
  private static final class Address extends Pointer {
    Address at(long value) {
      this.address = value;
      return this;
    }
  }
}
