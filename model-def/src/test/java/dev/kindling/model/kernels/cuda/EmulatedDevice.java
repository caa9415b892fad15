package dev.kindling.model.kernels.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * A GPU that is none: its kernels run by {@link KernelEmulation}, its products in plain Java. Work
 * is done as late as can be, when someone waits for it, so that memory of the host that is changed
 * too early, or read too early, shows.
 */
final class EmulatedDevice implements GpuDevice {
  private static final int MULTIPROCESSORS = 4;
  private static final int SHARED_BYTES = 227 << 10;

  private final KernelEmulation emulation = KernelEmulation.open();
  private final EmulatedMemory memory = new EmulatedMemory();
  private final EmulatedProducts products = new EmulatedProducts(memory);
  private final boolean epilogues;
  private final Consumer<Epilogue> multiplied;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private List<Runnable> captured; // null while nothing is captured
  private long done;
  private long queued;

  /**
   * Makes a device; skips the test where kernels cannot be compiled.
   *
   * @param epilogues whether products take all epilogues, or none
   * @param multiplied told of each product when it is queued, or captured
   */
  EmulatedDevice(boolean epilogues, Consumer<Epilogue> multiplied) {
    this.epilogues = epilogues;
    this.multiplied = multiplied;
  }

  @Override
  public GpuProperties properties() {
    return new GpuProperties(
        "emulated GPU", 9, 0, MULTIPROCESSORS, SHARED_BYTES, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  @Override
  public long allocate(long bytes) {
    return memory.allocate(bytes);
  }

  @Override
  public void free(long address) {
    synchronize();
    memory.free(address);
  }

  @Override
  public ByteBuffer pinned(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public void toDevice(long target, ByteBuffer source) {
    send(target, source);
    synchronize();
  }

  @Override
  public void toHost(ByteBuffer target, long source) {
    receive(target, source);
    synchronize();
  }

  @Override
  public void send(long target, ByteBuffer source) {
    ByteBuffer from = source.slice();
    queue(() -> memory.at(target, from.capacity()).put(0, from, 0, from.capacity()));
  }

  @Override
  public void receive(ByteBuffer target, long source) {
    ByteBuffer to = target.slice();
    queue(() -> to.put(0, memory.at(source, to.capacity()), 0, to.capacity()));
  }

  @Override
  public void copy(long target, long source, long bytes) {
    int count = Math.toIntExact(bytes);
    queue(() -> memory.at(target, count).put(0, memory.at(source, count), 0, count));
  }

  @Override
  public void zero(long address, long bytes) {
    int count = Math.toIntExact(bytes);
    queue(() -> memory.at(address, count).put(new byte[count]));
  }

  @Override
  public GpuFunction function(CudaProgram program, String name) {
    return emulation.function(program, name);
  }

  @Override
  public void launch(GpuFunction function, LaunchGeometry geometry, KernelArguments arguments) {
    KernelArguments taken = new KernelArguments();
    for (int i = 0; i < arguments.count(); i++) {
      taken.longs(arguments.slots().getLong(i * KernelArguments.SLOT_BYTES));
    }
    queue(() -> emulation.launch(function, geometry, taken));
  }

  @Override
  public boolean supports(Product product) {
    return epilogues || product.epilogue() == Epilogue.NONE;
  }

  @Override
  public boolean prefers(Product product) {
    return supports(product);
  }

  @Override
  public void product(Product product, ProductOperands operands) {
    if (!supports(product)) {
      throw new IllegalStateException("unsupported: " + product);
    }
    multiplied.accept(product.epilogue());
    queue(() -> products.run(product, operands));
  }

  private void queue(Runnable work) {
    if (captured != null) {
      captured.add(work);
    } else {
      waiting.add(work);
      queued++;
    }
  }

  private record Event(long place) implements GpuEvent {
    @Override
    public void close() {}
  }

  @Override
  public GpuEvent record() {
    requireNoCapture();
    return new Event(queued);
  }

  @Override
  public boolean done(GpuEvent event) {
    return done >= ((Event) event).place();
  }

  @Override
  public void await(GpuEvent event) {
    requireNoCapture();
    while (!done(event)) {
      waiting.remove().run();
      done++;
    }
  }

  @Override
  public float millisecondsBetween(GpuEvent start, GpuEvent end) {
    return ((Event) end).place() - ((Event) start).place();
  }

  @Override
  public void synchronize() {
    await(record());
  }

  private record Graph(List<Runnable> work) implements GpuGraph {
    @Override
    public void close() {
      work.clear();
    }
  }

  @Override
  public GpuGraph capture(Runnable step) {
    requireNoCapture();
    captured = new ArrayList<>();
    try {
      step.run();
      return new Graph(captured);
    } finally {
      captured = null;
    }
  }

  @Override
  public void replay(GpuGraph graph) {
    ((Graph) graph).work().forEach(this::queue);
  }

  private void requireNoCapture() {
    if (captured != null) {
      throw new IllegalStateException("waits for the GPU within a graph");
    }
  }

  @Override
  public void close() {
    synchronize();
    int left = memory.blocks();
    memory.close();
    if (left > 0) {
      throw new IllegalStateException(left + " blocks of memory were not freed");
    }
  }
}
