// The runtime: memory, order, graphs.

#include <algorithm>
#include <chrono>

using namespace standin;

namespace {

struct Event {
  int gpu = 0;
  Stream* stream = nullptr;  // that it was last recorded in
  long place = 0;
  double milliseconds = 0;
};

int lastError = SUCCESS;

int done(int status) {
  if (status != SUCCESS) {
    lastError = status;
  }
  return status;
}

// Makes the calling thread use a GPU, as the runtime does by itself.
void enter() {
  if (current() == ANY_GPU) {
    current() = 0;
  }
}

int countStatus() {
  const char* given = getenv("KINDLING_STANDIN_COUNT_STATUS");
  return given == nullptr ? SUCCESS : atoi(given);
}

// Where the fields of cudaDeviceProp stand in CUDA 13.
enum PropertyOffset {
  NAME = 0,
  UUID = 256,
  TOTAL_GLOBAL_MEM = 288,
  MAJOR = 360,
  MINOR = 364,
  MULTIPROCESSOR_COUNT = 384,
  PCI_BUS_ID = 568,
  PCI_DEVICE_ID = 572,
  PCI_DOMAIN_ID = 576,
  SHARED_MEM_PER_BLOCK_OPTIN = 672,
  PROPERTIES_BYTES = 1008,
};

template <typename T>
void put(unsigned char* properties, int offset, T value) {
  memcpy(properties + offset, &value, sizeof(value));
}

double now() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

// Memory that a copy names: a whole range of one block, or memory that CUDA does not know.
bool whole(const void* address, size_t bytes) {
  return onGpu(address, bytes) || pageLocked(address, bytes) || !known(address);
}

int copy(unsigned char* target, const unsigned char* source, size_t bytes, int kind,
         Stream* stream) {
  constexpr int DEFAULT = 4;
  if (kind != DEFAULT || target == nullptr || source == nullptr || !whole(target, bytes) ||
      !whole(source, bytes)) {
    return INVALID_VALUE;
  }
  if (target < source + bytes && source < target + bytes) {
    fprintf(stderr, "stand-in: the ranges of a copy overlap\n");
    return INVALID_VALUE;
  }
  if (!known(target) || !known(source)) {  // the host's own memory is copied at once
    if (int status = forbiddenInCapture()) {
      return status;
    }
    if (!is(stream, STREAM)) {
      return INVALID_HANDLE;
    }
    drain(stream, stream->queued);
    memcpy(target, source, bytes);
    return fault();
  }
  return queue(stream, [=] {
    if (known(target) && known(source)) {
      memcpy(target, source, bytes);
    } else {
      fail(ILLEGAL_ADDRESS, "a copy of memory that is freed");
    }
  });
}

}  // namespace

extern "C" {

int cudaGetLastError() {
  int status = fault() == SUCCESS ? lastError : fault();
  lastError = SUCCESS;
  return status;
}

const char* cudaGetErrorName(int status) {
  switch (status) {
    case SUCCESS: return "cudaSuccess";
    case INVALID_VALUE: return "cudaErrorInvalidValue";
    case OUT_OF_MEMORY: return "cudaErrorMemoryAllocation";
    case NO_DEVICE: return "cudaErrorNoDevice";
    case INVALID_DEVICE: return "cudaErrorInvalidDevice";
    case INVALID_HANDLE: return "cudaErrorInvalidResourceHandle";
    case ILLEGAL_STATE: return "cudaErrorIllegalState";
    case NOT_READY: return "cudaErrorNotReady";
    case ILLEGAL_ADDRESS: return "cudaErrorIllegalAddress";
    case LAUNCH_FAILED: return "cudaErrorLaunchFailure";
    case CAPTURE_UNSUPPORTED: return "cudaErrorStreamCaptureUnsupported";
    case CAPTURE_INVALIDATED: return "cudaErrorStreamCaptureInvalidated";
    default: return "unrecognized error code";
  }
}

const char* cudaGetErrorString(int status) {
  return status == INVALID_VALUE ? "invalid argument" : "as the name says";
}

int cudaDriverGetVersion(int* version) { return *version = 13010, SUCCESS; }

int cudaRuntimeGetVersion(int* version) { return *version = 13010, SUCCESS; }

int cudaGetDeviceCount(int* count) {
  *count = countStatus() == SUCCESS ? GPUS : 0;
  return done(countStatus());
}

int cudaSetDevice(int gpu) {
  if (gpu < 0 || gpu >= GPUS) {
    return done(INVALID_DEVICE);
  }
  current() = gpu;
  return done(fault());
}

// The first GPU sits last on the bus, so that whoever takes its number for its place takes the
// wrong one.
int cudaGetDeviceProperties(unsigned char* properties, int gpu) {
  if (properties == nullptr || gpu < 0 || gpu >= GPUS) {
    return done(properties == nullptr ? INVALID_VALUE : INVALID_DEVICE);
  }
  memset(properties, 0, PROPERTIES_BYTES);
  snprintf(reinterpret_cast<char*>(properties + NAME), UUID - NAME, "stand-in %d", gpu);
  for (int i = 0; i < 16; i++) {
    properties[UUID + i] = (unsigned char)(0xe8 + i + gpu);
  }
  put(properties, TOTAL_GLOBAL_MEM, TOTAL_BYTES);
  put(properties, MAJOR, capability() / 10);
  put(properties, MINOR, capability() % 10);
  put(properties, MULTIPROCESSOR_COUNT, 4);
  put(properties, PCI_BUS_ID, gpu == 0 ? 200 : 3);
  put(properties, PCI_DEVICE_ID, 0);
  put(properties, PCI_DOMAIN_ID, 0);
  put(properties, SHARED_MEM_PER_BLOCK_OPTIN, size_t(SHARED_BYTES));
  return SUCCESS;
}

int cudaMemGetInfo(size_t* free, size_t* total) {
  enter();
  *free = TOTAL_BYTES - usedBytes();
  *total = TOTAL_BYTES;
  return done(fault());
}

int cudaMalloc(void** address, size_t bytes) {
  enter();
  int forbidden = forbiddenInCapture();
  return done(forbidden != SUCCESS ? forbidden : allocate(address, bytes, current()));
}

int cudaFree(void* address) {
  enter();
  int forbidden = forbiddenInCapture();
  if (forbidden == SUCCESS) {
    drainAll();
  }
  return done(forbidden != SUCCESS ? forbidden : release(address, current()));
}

int cudaHostAlloc(void** address, size_t bytes, unsigned int flags) {
  enter();
  int forbidden = flags != 0 ? INVALID_VALUE : forbiddenInCapture();
  return done(forbidden != SUCCESS ? forbidden : allocate(address, bytes, ANY_GPU));
}

int cudaFreeHost(void* address) {
  enter();
  drainAll();
  return done(release(address, ANY_GPU));
}

int cudaMemcpyAsync(void* target, const void* source, size_t bytes, int kind, Stream* stream) {
  enter();
  return done(copy(static_cast<unsigned char*>(target), static_cast<const unsigned char*>(source),
                   bytes, kind, stream));
}

int cudaMemsetAsync(void* target, int value, size_t bytes, Stream* stream) {
  enter();
  if (!onGpu(target, bytes)) {
    return done(INVALID_VALUE);
  }
  return done(queue(stream, [=] {
    if (known(target)) {
      memset(target, value, bytes);
    } else {
      fail(ILLEGAL_ADDRESS, "memory is set that is freed");
    }
  }));
}

int cudaStreamCreateWithFlags(Stream** stream, unsigned int flags) {
  enter();
  if (stream == nullptr || flags > 1) {
    return done(INVALID_VALUE);
  }
  *stream = new Stream();
  (*stream)->gpu = current();
  add(*stream, STREAM);
  return SUCCESS;
}

int cudaStreamDestroy(Stream* stream) {
  if (!is(stream, STREAM)) {
    return done(INVALID_HANDLE);
  }
  drain(stream, stream->queued);
  remove(stream);
  delete stream;
  return SUCCESS;
}

int cudaStreamSynchronize(Stream* stream) {
  if (!is(stream, STREAM)) {
    return done(INVALID_HANDLE);
  }
  int forbidden = forbiddenInCapture();
  return done(forbidden != SUCCESS ? forbidden : drain(stream, stream->queued));
}

int cudaEventCreate(Event** event) {
  enter();
  if (event == nullptr) {
    return done(INVALID_VALUE);
  }
  *event = new Event{current()};
  add(*event, EVENT);
  return SUCCESS;
}

int cudaEventDestroy(Event* event) {
  if (!is(event, EVENT)) {
    return done(INVALID_HANDLE);
  }
  if (event->stream != nullptr && is(event->stream, STREAM)) {
    drain(event->stream, event->place);
  }
  remove(event);
  delete event;
  return SUCCESS;
}

int cudaEventRecord(Event* event, Stream* stream) {
  if (!is(event, EVENT) || !is(stream, STREAM) || event->gpu != stream->gpu) {
    return done(INVALID_HANDLE);
  }
  int status = forbiddenInCapture();  // allowed, but then nobody may ask for it
  if (status == SUCCESS) {
    status = queue(stream, [=] { event->milliseconds = now(); });
    event->stream = stream;
    event->place = stream->queued;
  }
  return done(status);
}

int cudaEventQuery(Event* event) {
  if (!is(event, EVENT)) {
    return done(INVALID_HANDLE);
  }
  if (int status = forbiddenInCapture()) {
    return done(status);
  }
  if (event->stream == nullptr || event->stream->done >= event->place) {
    return done(fault());
  }
  int status = drain(event->stream, event->stream->done + 1);  // it goes on while they ask
  return done(status == SUCCESS ? NOT_READY : status);
}

int cudaEventSynchronize(Event* event) {
  if (!is(event, EVENT)) {
    return done(INVALID_HANDLE);
  }
  if (int status = forbiddenInCapture()) {
    return done(status);
  }
  return done(event->stream == nullptr ? SUCCESS : drain(event->stream, event->place));
}

int cudaEventElapsedTime(float* milliseconds, Event* start, Event* end) {
  if (!is(start, EVENT) || !is(end, EVENT) || start->stream == nullptr || end->stream == nullptr) {
    return done(INVALID_HANDLE);
  }
  if (start->stream->done < start->place || end->stream->done < end->place) {
    return done(NOT_READY);
  }
  *milliseconds = float(end->milliseconds - start->milliseconds);
  return SUCCESS;
}

int cudaStreamBeginCapture(Stream* stream, int mode) {
  if (!is(stream, STREAM)) {
    return done(INVALID_HANDLE);
  }
  if (mode < 0 || mode > 2) {
    return done(INVALID_VALUE);
  }
  if (stream->capture != nullptr) {
    return done(ILLEGAL_STATE);
  }
  stream->capture = new Graph();
  stream->capturer = std::this_thread::get_id();
  stream->broken = false;
  return SUCCESS;
}

int cudaStreamEndCapture(Stream* stream, Graph** graph) {
  if (!is(stream, STREAM) || graph == nullptr) {
    return done(INVALID_HANDLE);
  }
  if (stream->capture == nullptr) {
    return done(ILLEGAL_STATE);
  }
  if (stream->capturer != std::this_thread::get_id()) {
    return done(CAPTURE_WRONG_THREAD);
  }
  *graph = stream->capture;
  stream->capture = nullptr;
  if (stream->broken) {
    delete *graph;
    *graph = nullptr;
    return done(CAPTURE_INVALIDATED);
  }
  add(*graph, GRAPH);
  return SUCCESS;
}

int cudaGraphInstantiate(Graph** executable, Graph* graph, unsigned long long flags) {
  if (executable == nullptr || !is(graph, GRAPH) || flags != 0) {
    return done(INVALID_VALUE);
  }
  *executable = new Graph(*graph);
  add(*executable, EXECUTABLE);
  return SUCCESS;
}

int cudaGraphDestroy(Graph* graph) {
  if (!is(graph, GRAPH)) {
    return done(INVALID_VALUE);
  }
  remove(graph);
  delete graph;
  return SUCCESS;
}

int cudaGraphExecDestroy(Graph* executable) {
  if (!is(executable, EXECUTABLE)) {
    return done(INVALID_VALUE);
  }
  remove(executable);
  delete executable;
  return SUCCESS;
}

int cudaGraphLaunch(Graph* executable, Stream* stream) {
  if (!is(executable, EXECUTABLE)) {
    return done(INVALID_VALUE);
  }
  for (const Work& work : executable->work) {
    if (int status = queue(stream, work)) {
      return done(status);
    }
  }
  return SUCCESS;
}
}
