// Softmax cross-entropy of rows of logits, its gradient in their place.
#include "common.cuh"

#define LOG2_E 1.44269504f
#define LOWEST -3.40282347e38f

// A highest value, and the sum of exponentials of what lies below it.
struct Softmax {
  float highest;
  float sum;

  template <int N>
  __device__ __forceinline__ void add(const float (&x)[N]) {
    float now = x[0];
#pragma unroll
    for (int j = 1; j < N; j++) {
      now = fmaxf(now, x[j]);
    }
    if (now > highest) {
      sum *= powerOfTwo((highest - now) * LOG2_E);
      highest = now;
    }
#pragma unroll
    for (int j = 0; j < N; j++) {
      sum += powerOfTwo((x[j] - highest) * LOG2_E);
    }
  }

  __device__ __forceinline__ void add(Softmax other) {
    float both = fmaxf(highest, other.highest);
    sum = sum * powerOfTwo((highest - both) * LOG2_E) +
          other.sum * powerOfTwo((other.highest - both) * LOG2_E);
    highest = both;
  }
};

// A row of logits: 16 bytes at a time but for the elements before the first whole 16 and behind the
// last. Calls f(first column, values) by all threads of a block.
template <typename L, typename F>
__device__ __forceinline__ void forRow(L* x, int columns, F f) {
  constexpr int N = 16 / sizeof(L);
  int before = (int)(reinterpret_cast<unsigned long long>(x) % 16 / sizeof(L));
  int start = min(columns, (N - before) % N);
  int vectors = (columns - start) / N;
  float one[1];
  float values[N];
  if ((int)threadIdx.x < start) {
    load<1>(x + threadIdx.x, one);
    f((int)threadIdx.x, one);
  }
#pragma unroll 4
  for (int i = threadIdx.x; i < vectors; i += blockDim.x) {
    load<N>(x + start + i * N, values);
    f(start + i * N, values);
  }
  for (int i = start + vectors * N + threadIdx.x; i < columns; i += blockDim.x) {
    load<1>(x + i, one);
    f(i, one);
  }
}

// Adds a row's logits to a softmax. No lambda: NVRTC takes a generic one for a function of the host.
struct Summing {
  Softmax& into;

  template <int N>
  __device__ __forceinline__ void operator()(int, float (&values)[N]) const {
    into.add(values);
  }
};

// What a row's logits become: the gradient.
template <typename L>
struct Gradient {
  L* x;
  Softmax of;
  int label;
  float factor;
  float ofLabel;

  template <int N>
  __device__ __forceinline__ void operator()(int column, float (&values)[N]) const {
    float share = factor / of.sum;
#pragma unroll
    for (int j = 0; j < N; j++) {
      float p = powerOfTwo((values[j] - of.highest) * LOG2_E) * share;
      values[j] = column + j == label ? ofLabel : p;
    }
    store<N>(values, x + column);
  }
};

// A block takes a row.
template <typename L>
__device__ __forceinline__ void crossEntropy(
    int columns, int stride, L* logits, const int* labels, const float* scale, float* losses,
    int* correct) {
  __shared__ Softmax parts[WARP];
  int row = blockIdx.x;
  L* x = logits + (long long)row * stride;
  Softmax s = {LOWEST, 0};  // finite, so that no difference below is NaN
  forRow(x, columns, Summing{s});
  for (int distance = WARP / 2; distance > 0; distance /= 2) {
    s.add(Softmax{__shfl_xor_sync(FULL_WARP, s.highest, distance),
                  __shfl_xor_sync(FULL_WARP, s.sum, distance)});
  }
  if (lane() == 0) {
    parts[threadIdx.x / WARP] = s;
  }
  __syncthreads();
  s = parts[0];
  for (int i = 1; i < (int)blockDim.x / WARP; i++) {
    s.add(parts[i]);
  }
  int label = labels[row];
  float ofLabel = widen(x[label]);
  float loss = logf(s.sum) + (s.highest - ofLabel);
  if (threadIdx.x == 0) {
    losses[row] = loss;
    correct[row] = ofLabel >= s.highest;
  }
  float factor = *scale;
  if (factor == 0) {
    return;
  }
  __syncthreads();  // all have read the label's logit
  forRow(x, columns, Gradient<L>{x, s, label, factor, factor * expm1f(-loss)});
}

extern "C" __global__ void __launch_bounds__(512) softmax_cross_entropy_float32(
    int columns, int stride, float32* logits, const int* labels, const float* scale,
    float* losses, int* correct) {
  crossEntropy(columns, stride, logits, labels, scale, losses, correct);
}

extern "C" __global__ void __launch_bounds__(512) softmax_cross_entropy_bfloat16(
    int columns, int stride, bfloat16* logits, const int* labels, const float* scale,
    float* losses, int* correct) {
  crossEntropy(columns, stride, logits, labels, scale, losses, correct);
}

struct LossSums {
  double loss;
  double correct;
};

// Adds the losses of rows to sums; one block.
extern "C" __global__ void add_losses(
    int rows, const float* losses, const int* correct, LossSums* sums) {
  __shared__ double lossParts[WARP];
  __shared__ long long correctParts[WARP];
  double loss = 0;
  long long count = 0;
  for (int i = threadIdx.x; i < rows; i += blockDim.x) {
    loss += losses[i];
    count += correct[i];
  }
  loss = blockSum(loss, lossParts);
  count = blockSum(count, correctParts);
  if (threadIdx.x == 0) {
    sums->loss += loss;
    sums->correct += count;
  }
}
