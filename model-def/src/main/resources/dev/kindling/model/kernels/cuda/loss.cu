// Softmax cross-entropy of rows of logits, its gradient in their place.
#include "common.cuh"

#define LOG2_E 1.44269504f
#define LOWEST -3.40282347e38f

// A highest value, and the sum of exponentials of what lies below it.
struct Softmax {
  float highest;
  float sum;

  __device__ __forceinline__ void add(float x) {
    if (x > highest) {
      sum *= powerOfTwo((highest - x) * LOG2_E);
      highest = x;
    }
    sum += powerOfTwo((x - highest) * LOG2_E);
  }

  __device__ __forceinline__ void add(Softmax other) {
    float both = fmaxf(highest, other.highest);
    sum = sum * powerOfTwo((highest - both) * LOG2_E) +
          other.sum * powerOfTwo((other.highest - both) * LOG2_E);
    highest = both;
  }
};

// A block takes a row.
template <typename L>
__device__ __forceinline__ void crossEntropy(
    int columns, L* logits, const int* labels, const float* scale, float* losses, int* correct) {
  __shared__ Softmax parts[WARP];
  int row = blockIdx.x;
  L* x = logits + (long long)row * columns;
  Softmax s = {LOWEST, 0};  // finite, so that no difference below is NaN
#pragma unroll 4
  for (int i = threadIdx.x; i < columns; i += blockDim.x) {
    s.add(widen(x[i]));
  }
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
  float share = factor / s.sum;
#pragma unroll 4
  for (int i = threadIdx.x; i < columns; i += blockDim.x) {
    float p = powerOfTwo((widen(x[i]) - s.highest) * LOG2_E) * share;
    narrow(i == label ? factor * expm1f(-loss) : p, x[i]);
  }
}

extern "C" __global__ void softmax_cross_entropy_float32(
    int columns, float32* logits, const int* labels, const float* scale, float* losses,
    int* correct) {
  crossEntropy(columns, logits, labels, scale, losses, correct);
}

extern "C" __global__ void softmax_cross_entropy_bfloat16(
    int columns, bfloat16* logits, const int* labels, const float* scale, float* losses,
    int* correct) {
  crossEntropy(columns, logits, labels, scale, losses, correct);
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
