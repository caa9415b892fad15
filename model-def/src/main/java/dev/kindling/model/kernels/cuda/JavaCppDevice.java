package dev.kindling.model.kernels.cuda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A GPU through JavaCPP's bindings: the runtime for memory and order, the driver for kernels, NVRTC
 * to compile them, cuBLASLt for products.
 */
final class JavaCppDevice implements GpuDevice {
  /** What a block may take without opting in. */
  private static final int PLAIN_SHARED_BYTES = 48 << 10;

  private static final int MAX_ARGUMENTS = 32;

  private final int ordinal;
  private final CUstream_st stream = new CUstream_st();
  private final KernelCompiler compiler;
  private final PinnedStaging staging = new PinnedStaging(this);
  private final CublasProducts products;
  private final Map<CudaProgram, CUmod_st> modules = new HashMap<>();
  private final Map<String, Function> functions = new HashMap<>();
  private final Deque<Event> idleEvents = new ArrayDeque<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Graph> graphs = new ArrayList<>();
  private final List<Pointer> pinned = new ArrayList<>();
  private final List<Long> blocks = new ArrayList<>();
  private final RawPointer first = new RawPointer();
  private final RawPointer second = new RawPointer();
  private final ByteBuffer slots =
      ByteBuffer.allocateDirect(MAX_ARGUMENTS * KernelArguments.SLOT_BYTES);
  private final PointerPointer<Pointer> slotAddresses = new PointerPointer<>(MAX_ARGUMENTS);
  private boolean capturing;
  private boolean closed;

  private JavaCppDevice(int ordinal) {
    this.ordinal = ordinal;
    GpuProperties gpu = Gpus.properties(ordinal);
    Gpus.requireCapability(gpu);
    Cuda.check(
        cudart.cudaStreamCreateWithFlags(stream, cudart.cudaStreamNonBlocking),
        "cudaStreamCreateWithFlags");
    KernelCache cache = new KernelCache(Path.of(cacheFolder()));
    compiler = new KernelCompiler(cache, 10 * gpu.major() + gpu.minor());
    products = new CublasProducts(this, stream, cache, gpu.name());
    Pointer start = new Pointer(slots);
    for (int i = 0; i < MAX_ARGUMENTS; i++) {
      slotAddresses.put(
          i, new RawPointer().at(start.address() + (long) i * KernelArguments.SLOT_BYTES));
    }
  }

  /**
   * Takes a GPU into use.
   *
   * @param address a number as nvidia-smi counts, or a UUID; empty for the first
   * @throws dev.kindling.model.kernels.BackendUnavailableException if the machine has no usable GPU
   *     or lacks a library; the message is one sentence and says what to do
   * @throws IllegalArgumentException if it has no such GPU
   */
  static JavaCppDevice open(String address) {
    return new JavaCppDevice(Gpus.find(address));
  }

  private static String cacheFolder() {
    try {
      return Loader.getCacheDir().getPath() + "/kindling-cuda";
    } catch (IOException e) {
      return System.getProperty("java.io.tmpdir") + "/kindling-cuda";
    }
  }

  /** CUDA keeps the current GPU by thread, and an engine's calls come from several. */
  private void enter() {
    Cuda.check(cudart.cudaSetDevice(ordinal), "cudaSetDevice");
  }

  @Override
  public GpuProperties properties() {
    return Gpus.properties(ordinal);
  }

  @Override
  public long allocate(long bytes) {
    enter();
    Pointer block = new Pointer();
    int status = cudart.cudaMalloc(block, bytes);
    if (status == cudart.cudaErrorMemoryAllocation) {
      cudart.cudaGetLastError();
      throw new IllegalStateException(
          "the GPU's memory is too small: %,d bytes wanted, %,d free; lower micro-batch-size or set recompute-activations"
              .formatted(bytes, properties().freeBytes()));
    }
    Cuda.check(status, "cudaMalloc");
    blocks.add(block.address());
    return block.address();
  }

  @Override
  public void free(long address) {
    enter();
    synchronize();
    blocks.remove(address);
    Cuda.check(cudart.cudaFree(first.at(address)), "cudaFree");
  }

  @Override
  public ByteBuffer pinned(int bytes) {
    enter();
    Pointer memory = new Pointer();
    Cuda.check(cudart.cudaHostAlloc(memory, bytes, cudart.cudaHostAllocDefault), "cudaHostAlloc");
    pinned.add(memory);
    Pointer.memset(memory, 0, bytes);
    return new BytePointer(memory).capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  @Override
  public void toDevice(long target, ByteBuffer source) {
    staging.toDevice(target, source);
  }

  @Override
  public void toHost(ByteBuffer target, long source) {
    staging.toHost(target, source);
  }

  @Override
  public void send(long target, ByteBuffer source) {
    copy(first.at(target), new Pointer(source.slice()), source.remaining());
  }

  @Override
  public void receive(ByteBuffer target, long source) {
    copy(new Pointer(target.slice()), first.at(source), target.remaining());
  }

  @Override
  public void copy(long target, long source, long bytes) {
    copy(first.at(target), second.at(source), bytes);
  }

  private void copy(Pointer target, Pointer source, long bytes) {
    enter();
    Cuda.check(
        cudart.cudaMemcpyAsync(target, source, bytes, cudart.cudaMemcpyDefault, stream),
        "cudaMemcpyAsync");
  }

  @Override
  public void zero(long address, long bytes) {
    enter();
    Cuda.check(cudart.cudaMemsetAsync(first.at(address), 0, bytes, stream), "cudaMemsetAsync");
  }

  private static final class Function implements GpuFunction {
    private final String name;
    private final CUfunc_st handle = new CUfunc_st();
    private int sharedBytes = PLAIN_SHARED_BYTES;

    Function(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }
  }

  @Override
  public GpuFunction function(CudaProgram program, String name) {
    String key = program.file() + program.definitions() + name;
    return functions.computeIfAbsent(
        key,
        k -> {
          CUmod_st module = modules.computeIfAbsent(program, this::load);
          Function function = new Function(name);
          Cuda.checkDriver(
              cudart.cuModuleGetFunction(function.handle, module, name),
              "cuModuleGetFunction of " + name);
          return function;
        });
  }

  private CUmod_st load(CudaProgram program) {
    enter();
    byte[] image = compiler.compile(program);
    CUmod_st module = new CUmod_st();
    try (BytePointer bytes = new BytePointer(image.length + 1L)) {
      bytes.put(image, 0, image.length).put(image.length, (byte) 0); // PTX ends with a zero
      Cuda.checkDriver(
          cudart.cuModuleLoadData(module, bytes), "cuModuleLoadData of " + program.file());
    }
    return module;
  }

  @Override
  public void launch(GpuFunction function, LaunchGeometry geometry, KernelArguments arguments) {
    enter();
    Function ours = (Function) function;
    optIn(ours, geometry.sharedBytes());
    int bytes = arguments.count() * KernelArguments.SLOT_BYTES;
    slots.put(0, arguments.slots(), 0, bytes);
    PointerPointer<Pointer> noExtra = null;
    Cuda.checkDriver(
        cudart.cuLaunchKernel(
            ours.handle,
            geometry.gridX(),
            geometry.gridY(),
            geometry.gridZ(),
            geometry.threads(),
            1,
            1,
            geometry.sharedBytes(),
            stream,
            slotAddresses,
            noExtra),
        "launch of " + ours.name);
  }

  private static void optIn(Function function, int sharedBytes) {
    if (sharedBytes > function.sharedBytes) {
      Cuda.checkDriver(
          cudart.cuFuncSetAttribute(
              function.handle, cudart.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes),
          "cuFuncSetAttribute of " + function.name);
      function.sharedBytes = sharedBytes;
    }
  }

  @Override
  public boolean supports(Product product) {
    enter();
    return products.supports(product);
  }

  @Override
  public boolean prefers(Product product) {
    enter();
    return products.prefers(product);
  }

  @Override
  public void product(Product product, ProductOperands operands) {
    enter();
    products.run(product, operands, !capturing);
  }

  private final class Event implements GpuEvent {
    private final CUevent_st handle = new CUevent_st();
    private boolean idle;

    @Override
    public void close() {
      if (!idle) {
        idle = true;
        idleEvents.push(this);
      }
    }
  }

  @Override
  public GpuEvent record() {
    enter();
    Event event = idleEvents.poll();
    if (event == null) {
      event = new Event();
      Cuda.check(cudart.cudaEventCreate(event.handle), "cudaEventCreate");
      events.add(event);
    }
    event.idle = false;
    Cuda.check(cudart.cudaEventRecord(event.handle, stream), "cudaEventRecord");
    return event;
  }

  @Override
  public boolean done(GpuEvent event) {
    enter();
    int status = cudart.cudaEventQuery(((Event) event).handle);
    if (status == cudart.cudaErrorNotReady) {
      cudart.cudaGetLastError(); // else it would be taken for a failure of a later call
      return false;
    }
    Cuda.check(status, "cudaEventQuery");
    return true;
  }

  @Override
  public void await(GpuEvent event) {
    enter();
    Cuda.check(cudart.cudaEventSynchronize(((Event) event).handle), "cudaEventSynchronize");
  }

  @Override
  public float millisecondsBetween(GpuEvent start, GpuEvent end) {
    enter();
    float[] milliseconds = new float[1];
    Cuda.check(
        cudart.cudaEventElapsedTime(milliseconds, ((Event) start).handle, ((Event) end).handle),
        "cudaEventElapsedTime");
    return milliseconds[0];
  }

  @Override
  public void synchronize() {
    enter();
    Cuda.check(cudart.cudaStreamSynchronize(stream), "cudaStreamSynchronize");
  }

  private final class Graph implements GpuGraph {
    private final CUgraphExec_st handle = new CUgraphExec_st();

    @Override
    public void close() {
      if (graphs.remove(this)) {
        synchronize();
        Cuda.check(cudart.cudaGraphExecDestroy(handle), "cudaGraphExecDestroy");
      }
    }
  }

  @Override
  public GpuGraph capture(Runnable step) {
    enter();
    Cuda.check(
        cudart.cudaStreamBeginCapture(stream, cudart.cudaStreamCaptureModeThreadLocal),
        "cudaStreamBeginCapture");
    CUgraph_st captured = new CUgraph_st();
    boolean whole = false;
    capturing = true;
    try {
      step.run();
      whole = true;
    } finally {
      capturing = false;
      int status = cudart.cudaStreamEndCapture(stream, captured);
      if (whole) {
        Cuda.check(status, "cudaStreamEndCapture");
      } else {
        cudart.cudaGetLastError(); // a step that threw may have broken the capture as well
        discard(captured);
      }
    }
    Graph graph = new Graph();
    try {
      Cuda.check(cudart.cudaGraphInstantiate(graph.handle, captured, 0), "cudaGraphInstantiate");
    } finally {
      discard(captured);
    }
    graphs.add(graph);
    return graph;
  }

  private static void discard(CUgraph_st graph) {
    if (!graph.isNull()) {
      cudart.cudaGraphDestroy(graph);
    }
  }

  @Override
  public void replay(GpuGraph graph) {
    enter();
    Cuda.check(cudart.cudaGraphLaunch(((Graph) graph).handle, stream), "cudaGraphLaunch");
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    enter();
    cudart.cudaStreamSynchronize(stream); // a fault was reported when it showed
    List.copyOf(graphs).forEach(graph -> cudart.cudaGraphExecDestroy(graph.handle));
    events.forEach(event -> cudart.cudaEventDestroy(event.handle));
    modules.values().forEach(cudart::cuModuleUnload);
    products.close();
    blocks.forEach(address -> cudart.cudaFree(first.at(address)));
    pinned.forEach(cudart::cudaFreeHost);
    cudart.cudaStreamDestroy(stream);
    slotAddresses.close();
  }
}
