// Attention and its gradient in float32 arithmetic, for any type and size of heads up to 256: a
// warp takes a query, or on the way back to keys and values a key, and meets 32 of the others at
// a time, one a lane.
#include "common.cuh"

#define LARGEST_HEAD 256
#define PARTS (LARGEST_HEAD / WARP)  // elements of a head that a lane has: every 32nd
#define WARPS 8                      // of a block
#define LOG2_E 1.44269504f
#define LOWEST -3.40282347e38f

// One head of one sequence.
template <typename T>
struct Head {
  const T* queries;  // of the first row, as keys and values
  int start;         // first row
  int length;
  int width;  // elements of a row of queries, keys and values together
  int hidden;
  int size;
  bool causal;
  float scale;

  __device__ __forceinline__ Head(
      const int* starts, int heads, int headSize, int isCausal, const T* qkv) {
    start = starts[blockIdx.z];
    length = starts[blockIdx.z + 1] - start;
    hidden = heads * headSize;
    width = 3 * hidden;
    size = headSize;
    causal = isCausal != 0;
    scale = 1 / sqrtf(headSize);
    queries = qkv + (long long)start * width + blockIdx.y * headSize;
  }

  __device__ __forceinline__ const T* query(int i) const { return queries + (long long)i * width; }
  __device__ __forceinline__ const T* key(int i) const { return query(i) + hidden; }
  __device__ __forceinline__ const T* value(int i) const { return query(i) + 2 * hidden; }

  // The row of a matrix (rows, hidden).
  template <typename M>
  __device__ __forceinline__ M* row(M* matrix, int i) const {
    return matrix + (long long)(start + i) * hidden + blockIdx.y * size;
  }
};

__device__ __forceinline__ int itemOfWarp() {
  return blockIdx.x * WARPS + threadIdx.x / WARP;
}

// Copies a row to the warp's place in shared memory.
template <typename T>
__device__ __forceinline__ void keep(const T* from, int size, float* to) {
  for (int i = lane(); i < size; i += WARP) {
    to[i] = widen(from[i]);
  }
  __syncwarp();
}

template <typename T>
__device__ __forceinline__ float dot(const float* a, const T* b, int size) {
  float sum = 0;
  for (int i = 0; i < size; i++) {
    sum = fmaf(a[i], widen(b[i]), sum);
  }
  return sum;
}

// sums += factor of the lane's row times that row, over the warp's first `count` rows.
template <typename T>
__device__ __forceinline__ void addRows(
    float factor, int count, const T* rows, long long width, int size, float (&sums)[PARTS]) {
  for (int j = 0; j < count; j++) {
    float f = __shfl_sync(FULL_WARP, factor, j);
#pragma unroll
    for (int i = 0; i < PARTS; i++) {
      if (i * WARP + lane() < size) {
        sums[i] = fmaf(f, widen(rows[j * width + i * WARP + lane()]), sums[i]);
      }
    }
  }
}

template <typename T>
__device__ __forceinline__ void write(float factor, const float (&sums)[PARTS], int size, T* to) {
#pragma unroll
  for (int i = 0; i < PARTS; i++) {
    if (i * WARP + lane() < size) {
      narrow(sums[i] * factor, to[i * WARP + lane()]);
    }
  }
}

template <typename T>
__device__ __forceinline__ void attention(
    Head<T> head, int rows, int heads, Dropout dropout, float* logSumExp, T* context) {
  __shared__ float kept[WARPS][LARGEST_HEAD];
  float* own = kept[threadIdx.x / WARP];
  int query = itemOfWarp();
  if (query >= head.length) {
    return;
  }
  int row = head.start + query;
  keep(head.query(query), head.size, own);
  unsigned long long bits =
      dropout.active() ? dropout.rowKey((long long)row * heads + blockIdx.y) : 0;
  float highest = LOWEST;
  float sum = 0;
  float sums[PARTS] = {};
  int seen = head.causal ? query + 1 : head.length;
  for (int first = 0; first < seen; first += WARP) {
    int key = first + lane();
    bool visible = key < seen;
    float score = visible ? dot(own, head.key(key), head.size) * head.scale * LOG2_E : LOWEST;
    float now = fmaxf(highest, warpMax(score));
    float correction = powerOfTwo(highest - now);
    float p = visible ? powerOfTwo(score - now) : 0;
    highest = now;
    sum = sum * correction + warpSum(p);
#pragma unroll
    for (int i = 0; i < PARTS; i++) {
      sums[i] *= correction;
    }
    if (dropout.active()) {
      p *= dropout.factor(bits, key);
    }
    addRows(p, min(WARP, seen - first), head.value(first), head.width, head.size, sums);
  }
  write(1 / sum, sums, head.size, head.row(context, query));
  if (lane() == 0) {
    logSumExp[(long long)blockIdx.y * rows + row] = highest / LOG2_E + logf(sum);
  }
}

// delta = context . dContext by row and head, (heads, rows); a warp takes one.
template <typename T>
__device__ __forceinline__ void attentionDelta(
    int rows, int heads, int headSize, const int* starts, int sequences, const T* context,
    const T* dContext, float* delta) {
  int row = warpRow() / heads;
  int head = warpRow() % heads;
  if (row >= rows || row >= starts[sequences]) {
    return;
  }
  long long at = ((long long)row * heads + head) * headSize;
  float sum = 0;
  for (int i = lane(); i < headSize; i += WARP) {
    sum = fmaf(widen(context[at + i]), widen(dContext[at + i]), sum);
  }
  sum = warpSum(sum);
  if (lane() == 0) {
    delta[(long long)head * rows + row] = sum;
  }
}

template <typename T>
__device__ __forceinline__ void gradientQueries(
    Head<T> head, int rows, int heads, Dropout dropout, const float* logSumExp, const float* delta,
    const T* dContext, T* dQkv) {
  __shared__ float kept[WARPS][2 * LARGEST_HEAD];
  float* own = kept[threadIdx.x / WARP];
  float* ownGradient = own + LARGEST_HEAD;
  int query = itemOfWarp();
  if (query >= head.length) {
    return;
  }
  int row = head.start + query;
  keep(head.query(query), head.size, own);
  keep(head.row(dContext, query), head.size, ownGradient);
  unsigned long long bits =
      dropout.active() ? dropout.rowKey((long long)row * heads + blockIdx.y) : 0;
  float offset = logSumExp[(long long)blockIdx.y * rows + row];
  float mean = delta[(long long)blockIdx.y * rows + row];
  float sums[PARTS] = {};
  int seen = head.causal ? query + 1 : head.length;
  for (int first = 0; first < seen; first += WARP) {
    int key = first + lane();
    float dScore = 0;
    if (key < seen) {
      float score = dot(own, head.key(key), head.size) * head.scale;
      float dp = dot(ownGradient, head.value(key), head.size);
      dp *= dropout.active() ? dropout.factor(bits, key) : 1;
      dScore = powerOfTwo((score - offset) * LOG2_E) * (dp - mean);
    }
    addRows(dScore, min(WARP, seen - first), head.key(first), head.width, head.size, sums);
  }
  long long at = (long long)row * head.width + blockIdx.y * head.size;
  write(head.scale, sums, head.size, dQkv + at);
}

template <typename T>
__device__ __forceinline__ void gradientKeys(
    Head<T> head, int rows, int heads, Dropout dropout, const float* logSumExp, const float* delta,
    const T* dContext, T* dQkv) {
  __shared__ float kept[WARPS][2 * LARGEST_HEAD];
  float* own = kept[threadIdx.x / WARP];
  float* ownValue = own + LARGEST_HEAD;
  int key = itemOfWarp();
  if (key >= head.length) {
    return;
  }
  keep(head.key(key), head.size, own);
  keep(head.value(key), head.size, ownValue);
  float keySums[PARTS] = {};
  float valueSums[PARTS] = {};
  for (int first = head.causal ? key : 0; first < head.length; first += WARP) {
    int query = first + lane();
    float p = 0;
    float dScore = 0;
    if (query < head.length) {
      int row = head.start + query;
      float factor = 1;
      if (dropout.active()) {
        factor = dropout.factor(dropout.rowKey((long long)row * heads + blockIdx.y), key);
      }
      float score = dot(own, head.query(query), head.size) * head.scale;
      float dp = dot(ownValue, head.row(dContext, query), head.size) * factor;
      p = powerOfTwo((score - logSumExp[(long long)blockIdx.y * rows + row]) * LOG2_E);
      dScore = p * (dp - delta[(long long)blockIdx.y * rows + row]);
      p *= factor;
    }
    int count = min(WARP, head.length - first);
    addRows(p, count, head.row(dContext, first), head.hidden, head.size, valueSums);
    addRows(dScore, count, head.query(first), head.width, head.size, keySums);
  }
  long long at = (long long)(head.start + key) * head.width + blockIdx.y * head.size;
  write(head.scale, keySums, head.size, dQkv + at + head.hidden);
  write(1, valueSums, head.size, dQkv + at + 2 * head.hidden);
}

#define OF_ONE(T)                                                                             \
  extern "C" __global__ void __launch_bounds__(256) attention_##T(                            \
      const int* starts, int rows, int heads, int headSize, int causal, DROPOUT_PARAMETERS,   \
      const T* qkv, float* logSumExp, T* context) {                                           \
    attention(Head<T>(starts, heads, headSize, causal, qkv), rows, heads, DROPOUT, logSumExp, \
              context);                                                                       \
  }                                                                                           \
  extern "C" __global__ void attention_delta_##T(                                             \
      int rows, int heads, int headSize, const int* starts, int sequences, const T* context,  \
      const T* dContext, float* delta) {                                                      \
    attentionDelta(                                                                           \
        rows, heads, headSize, starts, sequences, context, dContext, delta);                  \
  }                                                                                           \
  extern "C" __global__ void __launch_bounds__(256) attention_gradient_queries_##T(           \
      const int* starts, int rows, int heads, int headSize, int causal, DROPOUT_PARAMETERS,   \
      const T* qkv, const float* logSumExp, const float* delta, const T* dContext, T* dQkv) { \
    gradientQueries(Head<T>(starts, heads, headSize, causal, qkv), rows, heads, DROPOUT,      \
                    logSumExp, delta, dContext, dQkv);                                        \
  }                                                                                           \
  extern "C" __global__ void __launch_bounds__(256) attention_gradient_keys_##T(              \
      const int* starts, int rows, int heads, int headSize, int causal, DROPOUT_PARAMETERS,   \
      const T* qkv, const float* logSumExp, const float* delta, const T* dContext, T* dQkv) { \
    gradientKeys(Head<T>(starts, heads, headSize, causal, qkv), rows, heads, DROPOUT,         \
                 logSumExp, delta, dContext, dQkv);                                           \
  }

OF_ONE(float32)
OF_ONE(bfloat16)
