// Runs the fibers of emulation.h and gives Java what it needs to load and launch kernels.
#include "emulation.h"

#include <dlfcn.h>
#include <jni.h>
#include <sys/mman.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#if !defined(__x86_64__)
#error "the emulator switches fibers in x86-64 assembly only"
#endif

// Saves the registers that a call must keep, and goes on where another stack stopped.
extern "C" void kindling_switch(void** saveStack, void* loadStack);
asm(R"(
.text
.type kindling_switch, @function
kindling_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
)");

namespace emulation {

dim3 threadIndex, blockIndex, blockSize, gridSize;
unsigned char* sharedMemory;

namespace {

constexpr size_t STACK_BYTES = 128 << 10;
constexpr size_t GUARD_BYTES = 4 << 10;
constexpr int SHARED_FENCE = 256;  // bytes behind shared memory that must stay as they are

struct Meeting {  // of the threads of a block, or of a warp
  int members = 0;
  int arrived = 0;
  int line = 0;
  unsigned long generation = 0;
  Shown shown[2];
};

struct Copy {
  void* target;
  const void* source;
  bool present;
  bool closed;
};

struct Fiber {
  unsigned char* stack = nullptr;
  void* stackPointer = nullptr;
  dim3 index{};
  bool finished = false;
  Meeting* waitsFor = nullptr;
  unsigned long generation = 0;
  std::vector<std::vector<Copy>> copies;  // groups, the open one last
};

using Trampoline = void (*)(unsigned char* slots);

std::vector<Fiber> fibers;
std::vector<Meeting> warps;
Meeting block;
Fiber* current;
void* scheduler;
Trampoline kernel;
unsigned char* kernelSlots;
std::string error;

void leave() { kindling_switch(&current->stackPointer, scheduler); }

void release(Meeting& m) {
  if (m.members > 0 && m.arrived == m.members) {
    m.arrived = 0;
    m.generation++;
  }
}

// Waits until all members have come to the same line.
void meet(Meeting& m, int line) {
  if (m.arrived > 0 && m.line != line) {
    error = "threads wait for each other at lines " + std::to_string(m.line) + " and " +
            std::to_string(line);
  }
  m.line = line;
  current->waitsFor = &m;
  current->generation = m.generation;
  m.arrived++;
  release(m);
  leave();
}

Meeting& warpOfCurrent() { return warps[current->index.x / WARP_LANES]; }

void body() {
  kernel(kernelSlots);
  current->finished = true;
  block.members--;
  release(block);
  Meeting& warp = warpOfCurrent();
  warp.members--;
  release(warp);
  leave();
}

void prepare(Fiber& fiber, unsigned int thread) {
  if (fiber.stack == nullptr) {
    void* memory = mmap(nullptr, STACK_BYTES, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    mprotect(memory, GUARD_BYTES, PROT_NONE);
    fiber.stack = static_cast<unsigned char*>(memory);
  }
  // As if body() had been called and had saved its six registers; the stack as calls expect it.
  void** top = reinterpret_cast<void**>(fiber.stack + STACK_BYTES) - 2;
  top[-1] = nullptr;
  top[-2] = reinterpret_cast<void*>(&body);
  fiber.stackPointer = top - 8;
  fiber.index = {thread, 0, 0};
  fiber.finished = false;
  fiber.waitsFor = nullptr;
  fiber.copies.assign(1, {});
}

bool waits(const Fiber& fiber) {
  return fiber.waitsFor != nullptr && fiber.waitsFor->generation == fiber.generation;
}

void prepareBlock() {
  unsigned int threads = blockSize.x;
  if (fibers.size() < threads) {
    fibers.resize(threads);
  }
  warps.assign((threads + WARP_LANES - 1) / WARP_LANES, Meeting());
  block = Meeting();
  block.members = (int)threads;
  for (unsigned int i = 0; i < threads; i++) {
    prepare(fibers[i], i);
    warps[i / WARP_LANES].members++;
  }
}

// Runs each thread of a warp to its next meeting; returns whether any could run.
bool runWarp(unsigned int warp, std::mt19937& random) {
  unsigned int lanes[WARP_LANES];
  unsigned int count = 0;
  unsigned int end = std::min(blockSize.x, (warp + 1) * WARP_LANES);
  for (unsigned int i = warp * WARP_LANES; i < end; i++) {
    if (!fibers[i].finished && !waits(fibers[i])) {
      lanes[count++] = i;
    }
  }
  std::shuffle(lanes, lanes + count, random);
  for (unsigned int i = 0; i < count; i++) {
    current = &fibers[lanes[i]];
    threadIndex = current->index;
    kindling_switch(&scheduler, current->stackPointer);
  }
  return count > 0;
}

// One warp runs as far ahead of the others as barriers let it, then the next; which one is the
// first is drawn again after each barrier.
void runBlock(std::mt19937& random) {
  prepareBlock();
  std::vector<unsigned int> order(warps.size());
  for (unsigned int i = 0; i < order.size(); i++) {
    order[i] = i;
  }
  while (block.members > 0 && error.empty()) {
    std::shuffle(order.begin(), order.end(), random);
    bool progress = false;
    for (unsigned int warp : order) {
      while (error.empty() && runWarp(warp, random)) {
        progress = true;
      }
    }
    if (!progress) {
      error = std::to_string(block.members) + " threads wait for ever";
    }
  }
}

}  // namespace

void waitForBlock(int line) { meet(block, line); }

const Shown& exchange(int line, const void* payload, int bytes) {
  Meeting& warp = warpOfCurrent();
  // Two of them: a lane may show the next before another has read this one, but not the one after.
  Shown& shown = warp.shown[warp.generation % 2];
  memcpy(shown.of[current->index.x % WARP_LANES], payload, (size_t)bytes);
  meet(warp, line);
  return shown;
}

void queueCopy(void* target, const void* source, bool present) {
  current->copies.back().push_back({target, source, present, false});
}

void closeCopies() { current->copies.push_back({}); }

void finishCopies(int openGroups) {
  auto& groups = current->copies;
  while ((int)groups.size() - 1 > openGroups) {
    for (const Copy& copy : groups.front()) {
      if (copy.present) {
        memcpy(copy.target, copy.source, 16);
      } else {
        memset(copy.target, 0, 16);
      }
    }
    groups.erase(groups.begin());
  }
}

// Runs a kernel; returns what went wrong, or nothing.
static std::string launch(
    Trampoline trampoline, dim3 grid, int threads, int sharedBytes, void* slots, long seed) {
  kernel = trampoline;
  kernelSlots = static_cast<unsigned char*>(slots);
  gridSize = grid;
  blockSize = {(unsigned int)threads, 1, 1};
  error.clear();
  std::mt19937 random((unsigned int)seed);
  std::vector<unsigned char> memory((size_t)sharedBytes + SHARED_FENCE + 128);
  sharedMemory = memory.data() + (128 - reinterpret_cast<uintptr_t>(memory.data()) % 128);
  size_t blocks = (size_t)grid.x * grid.y * grid.z;
  std::vector<size_t> order(blocks);
  for (size_t i = 0; i < blocks; i++) {
    order[i] = i;
  }
  std::shuffle(order.begin(), order.end(), random);
  for (size_t i = 0; i < blocks && error.empty(); i++) {
    size_t at = order[i];
    blockIndex = {(unsigned int)(at % grid.x), (unsigned int)(at / grid.x % grid.y),
                  (unsigned int)(at / grid.x / grid.y)};
    memset(sharedMemory, 0xff, (size_t)sharedBytes + SHARED_FENCE);
    runBlock(random);
    for (int j = 0; j < SHARED_FENCE; j++) {
      if (sharedMemory[sharedBytes + j] != 0xff) {
        error = "a thread wrote beyond the " + std::to_string(sharedBytes) +
                " bytes of shared memory";
      }
    }
  }
  return error;
}

}  // namespace emulation

// For the stand-in of CUDA's driver: returns what went wrong, or null.
extern "C" const char* kindling_launch(emulation::Trampoline trampoline, const unsigned int* grid,
                                       int threads, int sharedBytes, void* slots, long seed) {
  static std::string message;
  message = emulation::launch(trampoline, {grid[0], grid[1], grid[2]}, threads, sharedBytes, slots,
                              seed);
  return message.empty() ? nullptr : message.c_str();
}

static jstring text(JNIEnv* env, const std::string& message) {
  return message.empty() ? nullptr : env->NewStringUTF(message.c_str());
}

#define JAVA(type, name) \
  extern "C" JNIEXPORT type JNICALL Java_dev_kindling_model_kernels_cuda_KernelEmulation_##name

JAVA(jlong, open)(JNIEnv* env, jclass, jstring path) {
  const char* name = env->GetStringUTFChars(path, nullptr);
  void* library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  env->ReleaseStringUTFChars(path, name);
  return reinterpret_cast<jlong>(library);
}

JAVA(jlong, find)(JNIEnv* env, jclass, jlong library, jstring symbol) {
  const char* name = env->GetStringUTFChars(symbol, nullptr);
  void* address = dlsym(reinterpret_cast<void*>(library), name);
  env->ReleaseStringUTFChars(symbol, name);
  return reinterpret_cast<jlong>(address);
}

JAVA(jint, argumentCount)(JNIEnv*, jclass, jlong counter) {
  return *reinterpret_cast<const int*>(counter);
}

JAVA(jstring, run)(JNIEnv* env, jclass, jlong trampoline, jint x, jint y, jint z, jint threads,
                   jint sharedBytes, jobject slots, jlong seed) {
  return text(env, emulation::launch(reinterpret_cast<emulation::Trampoline>(trampoline),
                                     {(unsigned int)x, (unsigned int)y, (unsigned int)z}, threads,
                                     sharedBytes, env->GetDirectBufferAddress(slots), (long)seed));
}
