// Types, loads and stores, sums within a warp or block, and dropout: what all kernels share.
#include "instructions.cuh"

#define FULL_WARP 0xffffffffu
#define WARP 32

typedef float float32;

struct bfloat16 {
  unsigned short bits;
};

__device__ __forceinline__ float widen(float32 x) { return x; }

__device__ __forceinline__ float widen(bfloat16 x) {
  return __uint_as_float((unsigned int)x.bits << 16);
}

__device__ __forceinline__ void narrow(float x, float32& y) { y = x; }

__device__ __forceinline__ void narrow(float x, bfloat16& y) { y.bits = roundOne(x); }

// N neighbours, loaded and stored at once.
template <typename T, int N>
struct alignas(sizeof(T) * N) Vector {
  T at[N];
};

template <int N, typename T>
__device__ __forceinline__ void load(const T* from, float (&to)[N]) {
  Vector<T, N> v = *reinterpret_cast<const Vector<T, N>*>(from);
#pragma unroll
  for (int i = 0; i < N; i++) {
    to[i] = widen(v.at[i]);
  }
}

template <int N, typename T>
__device__ __forceinline__ void store(const float (&from)[N], T* to) {
  Vector<T, N> v;
#pragma unroll
  for (int i = 0; i < N; i++) {
    narrow(from[i], v.at[i]);
  }
  *reinterpret_cast<Vector<T, N>*>(to) = v;
}

// Whether vectors of four can be read at a pointer; null can.
template <typename T>
__device__ __forceinline__ bool aligned(const T* pointer) {
  return reinterpret_cast<unsigned long long>(pointer) % (4 * sizeof(T)) == 0;
}

// Sums of all lanes, the same bits in each.
template <typename T>
__device__ __forceinline__ T warpSum(T x) {
#pragma unroll
  for (int distance = WARP / 2; distance > 0; distance /= 2) {
    x += __shfl_xor_sync(FULL_WARP, x, distance);
  }
  return x;
}

__device__ __forceinline__ float warpMax(float x) {
#pragma unroll
  for (int distance = WARP / 2; distance > 0; distance /= 2) {
    x = fmaxf(x, __shfl_xor_sync(FULL_WARP, x, distance));
  }
  return x;
}

// The sum of all threads of a block, in every thread; `parts` is shared memory for one a warp.
template <typename T>
__device__ __forceinline__ T blockSum(T x, T* parts) {
  x = warpSum(x);
  __syncthreads();  // parts may still be read from the last sum
  if (threadIdx.x % WARP == 0) {
    parts[threadIdx.x / WARP] = x;
  }
  __syncthreads();
  T sum = parts[0];
  for (int i = 1; i < (int)blockDim.x / WARP; i++) {
    sum += parts[i];
  }
  return sum;
}

// The row that this warp takes, where each warp of the grid takes one.
__device__ __forceinline__ int warpRow() {
  return (int)((blockIdx.x * blockDim.x + threadIdx.x) / WARP);
}

__device__ __forceinline__ int lane() { return threadIdx.x % WARP; }

// Which elements drop out: as dev.kindling.model.Hash and the CPU's DropoutMask, bit for bit.
struct Dropout {
  const unsigned long long* key;  // and the number of the first row
  const int* rows;
  int threshold;
  float kept;

  __device__ __forceinline__ static unsigned long long mix(unsigned long long z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }

  __device__ __forceinline__ bool active() const { return threshold > 0; }

  // The random bits of a row.
  __device__ __forceinline__ unsigned long long rowKey(long long row) const {
    unsigned long long number = key[1] + (rows == nullptr ? row : rows[row]);
    return mix(mix(key[0]) + (number + 1) * 0x9E3779B97F4A7C15ull);
  }

  // 0 or what kept elements are multiplied by.
  __device__ __forceinline__ float factor(unsigned long long rowBits, int column) const {
    unsigned int x = (unsigned int)rowBits + (unsigned int)column;
    x = (x ^ (x >> 16)) * 0x7feb352du ^ (unsigned int)(rowBits >> 32);
    x = (x ^ (x >> 15)) * 0x846ca68bu;
    x = (x ^ (x >> 16)) >> 1;
    return (int)x < threshold ? 0.0f : kept;
  }
};

#define DROPOUT_PARAMETERS \
  const unsigned long long *dropoutKey, const int *dropoutRows, int threshold, float kept
#define DROPOUT Dropout{dropoutKey, dropoutRows, threshold, kept}
