// CUDA C++ on a CPU, for tests: each thread of a block is a fiber, and one operating-system thread
// runs them by turns, in an order drawn from a seed. A barrier, a shuffle or a matrix instruction
// waits until all threads that take part have come to the same line. Shared memory is filled with
// NaN before each block, copies to it arrive only when they are waited for. So what a kernel gives
// must not depend on the seed: where a barrier is missing it does.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#define KINDLING_EMULATED
#define __global__
#define __device__
#define __forceinline__ inline
#define __launch_bounds__(...)
#define __shared__ static

struct dim3 {
  unsigned int x, y, z;
};

namespace emulation {

constexpr int WARP_LANES = 32;
constexpr int MAX_PAYLOAD = 32;  // bytes that a lane shows to its warp

// What the other lanes of a warp showed at the same instruction.
struct Shown {
  alignas(16) unsigned char of[WARP_LANES][MAX_PAYLOAD];
};

extern dim3 threadIndex, blockIndex, blockSize, gridSize;
extern unsigned char* sharedMemory;

void waitForBlock(int line);
// Shows bytes to the warp, waits for all its lanes, and returns what they showed.
const Shown& exchange(int line, const void* payload, int bytes);
void queueCopy(void* target, const void* source, bool present);
void closeCopies();
void finishCopies(int openGroups);

template <typename T>
T shown(const Shown& all, int lane) {
  T value;
  memcpy(&value, all.of[lane], sizeof(T));
  return value;
}

template <typename T>
T shuffle(int line, T value, int fromLane) {
  return shown<T>(exchange(line, &value, sizeof(T)), fromLane & (WARP_LANES - 1));
}

inline int laneIndex() { return (int)threadIndex.x % WARP_LANES; }

template <typename... A, size_t... I>
void call(void (*kernel)(A...), unsigned char* slots, std::index_sequence<I...>) {
  kernel(*reinterpret_cast<std::decay_t<A>*>(slots + 8 * I)...);
}

// Calls a kernel with arguments that stand in slots of 8 bytes.
template <typename... A>
void call(void (*kernel)(A...), unsigned char* slots) {
  call(kernel, slots, std::index_sequence_for<A...>());
}

template <typename... A>
constexpr int arguments(void (*)(A...)) {
  return sizeof...(A);
}

inline float widenBits(unsigned int bits) {
  float value;
  bits <<= 16;
  memcpy(&value, &bits, 4);
  return value;
}

}  // namespace emulation

#define threadIdx (emulation::threadIndex)
#define blockIdx (emulation::blockIndex)
#define blockDim (emulation::blockSize)
#define gridDim (emulation::gridSize)
#define __syncthreads() emulation::waitForBlock(__LINE__)
#define __syncwarp() ((void)emulation::exchange(__LINE__, "", 1))
#define __shfl_sync(mask, value, lane) emulation::shuffle(__LINE__, value, lane)
#define __shfl_xor_sync(mask, value, bits) \
  emulation::shuffle(__LINE__, value, emulation::laneIndex() ^ (bits))

inline float __uint_as_float(unsigned int bits) {
  float value;
  memcpy(&value, &bits, 4);
  return value;
}

inline float __int_as_float(int bits) { return __uint_as_float((unsigned int)bits); }

inline int __float_as_int(float value) {
  int bits;
  memcpy(&bits, &value, 4);
  return bits;
}

inline float rsqrtf(float x) { return 1 / sqrtf(x); }
inline int min(int a, int b) { return a < b ? a : b; }
inline int max(int a, int b) { return a > b ? a : b; }

// Twins of instructions.cuh.

inline unsigned char* dynamicShared() { return emulation::sharedMemory; }

inline unsigned short roundOne(float value) {
  if (value != value) {
    return 0x7fff;
  }
  unsigned int bits = (unsigned int)__float_as_int(value);
  return (unsigned short)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

inline unsigned int roundPair(float first, float second) {
  return roundOne(first) | (unsigned int)roundOne(second) << 16;
}

inline float powerOfTwo(float x) { return x < -126 ? 0 : exp2f(x); }

inline void copyAsync(void* shared, const void* global, bool present) {
  emulation::queueCopy(shared, global, present);
}

inline void commitCopies() { emulation::closeCopies(); }

template <int groups>
void waitForCopies() {
  emulation::finishCopies(groups);
}

inline void loadMatrices(int line, unsigned int (&m)[4], const void* row, bool transposed) {
  const emulation::Shown& rows = emulation::exchange(line, &row, sizeof(row));
  int lane = emulation::laneIndex();
  for (int i = 0; i < 4; i++) {
    unsigned int pair = 0;
    for (int j = 0; j < 2; j++) {
      int r = transposed ? 2 * (lane % 4) + j : lane / 4;
      int c = transposed ? lane / 4 : 2 * (lane % 4) + j;
      const unsigned char* address = emulation::shown<const unsigned char*>(rows, 8 * i + r);
      unsigned short element;
      memcpy(&element, address + 2 * c, 2);
      pair |= (unsigned int)element << 16 * j;
    }
    m[i] = pair;
  }
  emulation::exchange(line, "", 1);  // the whole warp has read before any lane goes on
}

inline void multiplyAdd(
    int line, float (&d)[4], const unsigned int (&a)[4], unsigned int b0, unsigned int b1) {
  unsigned int own[6] = {a[0], a[1], a[2], a[3], b0, b1};
  const emulation::Shown& all = emulation::exchange(line, own, sizeof(own));
  auto half = [&](int lane, int which, int upper) {
    unsigned int pair;
    memcpy(&pair, all.of[lane] + 4 * which, 4);
    return (double)emulation::widenBits(upper ? pair >> 16 : pair & 0xffff);
  };
  int group = emulation::laneIndex() / 4;
  int column = emulation::laneIndex() % 4 * 2;
  for (int i = 0; i < 4; i++) {
    int lower = i / 2;  // rows 8 to 15
    double sum = d[i];
    for (int k = 0; k < 16; k++) {
      int upperHalf = k / 8;
      int pair = k % 8 / 2;
      sum += half(group * 4 + pair, 2 * upperHalf + lower, k % 2) *
             half((column + i % 2) * 4 + pair, 4 + upperHalf, k % 2);
    }
    d[i] = (float)sum;
  }
}

#define loadMatrices(...) loadMatrices(__LINE__, __VA_ARGS__, false)
#define loadTransposed(...) (loadMatrices)(__LINE__, __VA_ARGS__, true)
#define multiplyAdd(...) multiplyAdd(__LINE__, __VA_ARGS__)
