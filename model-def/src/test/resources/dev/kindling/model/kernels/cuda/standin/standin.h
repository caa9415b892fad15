// What the stand-ins of CUDA's libraries share: GPUs that are none, with memory of the host. Work is
// queued and done as late as can be, when someone waits for it. All of them check their arguments
// as the documentation of the real ones demands; one thread calls at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace standin {

// The numbers that CUresult and cudaError share.
enum Status {
  SUCCESS = 0,
  INVALID_VALUE = 1,
  OUT_OF_MEMORY = 2,
  NO_DEVICE = 100,
  INVALID_DEVICE = 101,
  INVALID_IMAGE = 200,
  INVALID_CONTEXT = 201,
  INVALID_HANDLE = 400,
  ILLEGAL_STATE = 401,
  NOT_FOUND = 500,
  NOT_READY = 600,
  ILLEGAL_ADDRESS = 700,
  LAUNCH_FAILED = 719,
  CAPTURE_UNSUPPORTED = 900,
  CAPTURE_INVALIDATED = 901,
  CAPTURE_WRONG_THREAD = 908,
};

constexpr int GPUS = 2;
constexpr size_t TOTAL_BYTES = size_t(1) << 30;
constexpr int SHARED_BYTES = 227 << 10;
constexpr uintptr_t ALIGNMENT = 256;
constexpr int ANY_GPU = -1;

enum Kind { STREAM = 1, EVENT, GRAPH, EXECUTABLE, MODULE, FUNCTION, PRODUCTS, PROGRAM };

using Work = std::function<void()>;

struct Graph {
  std::vector<Work> work;
};

struct Stream {
  int gpu = 0;
  std::deque<Work> waiting;
  long queued = 0;
  long done = 0;
  Graph* capture = nullptr;
  bool broken = false;  // the capture
  std::thread::id capturer;
};

// Makes a handle known, tells whether one is, and forgets it.
void add(const void* handle, Kind kind);
bool is(const void* handle, Kind kind);
void remove(const void* handle);

// The GPU of the calling thread; ANY_GPU as long as it has chosen none.
int& current();

// What broke the GPU: all later calls report it.
int& fault();
void fail(int status, const std::string& reason);

int capability();  // ten times the major number plus the minor

int allocate(void** address, size_t bytes, int gpu);  // ANY_GPU for page-locked memory
int release(void* address, int gpu);
size_t usedBytes();
// Tells whether a range lies in one block of the current GPU, or of page-locked memory.
bool onGpu(const void* address, size_t bytes);
bool pageLocked(const void* address, size_t bytes);
// Tells whether a range starts in a block.
bool known(const void* address);

// Queues work, or records it where the stream captures.
int queue(Stream* stream, Work work);
// Does the work up to a place.
int drain(Stream* stream, long place);
int drainAll();
// Checks a call that a thread must not make while it captures.
int forbiddenInCapture();

}  // namespace standin
