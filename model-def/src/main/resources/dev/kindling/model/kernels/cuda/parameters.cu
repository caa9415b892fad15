// Norms and updates of parameters.
#include "common.cuh"

// The sum of the squares of what a block takes; all threads stride together.
extern "C" __global__ void squared_norm(long long count, const float* x, double* partials) {
  __shared__ double parts[WARP];
  long long thread = (long long)blockIdx.x * blockDim.x + threadIdx.x;
  long long stride = (long long)gridDim.x * blockDim.x;
  long long fours = aligned(x) ? count / 4 : 0;
  double sum = 0;
#pragma unroll 4
  for (long long i = thread; i < fours; i += stride) {
    float v[4];
    load<4>(x + 4 * i, v);
    sum += v[0] * v[0] + v[1] * v[1] + (v[2] * v[2] + v[3] * v[3]);
  }
  for (long long i = 4 * fours + thread; i < count; i += stride) {
    sum += x[i] * x[i];
  }
  sum = blockSum(sum, parts);
  if (threadIdx.x == 0) {
    partials[blockIdx.x] = sum;
  }
}

// The sum of partial sums; one block.
extern "C" __global__ void add_sums(int count, const double* partials, double* target) {
  __shared__ double parts[WARP];
  double sum = 0;
  for (int i = threadIdx.x; i < count; i += blockDim.x) {
    sum += partials[i];
  }
  sum = blockSum(sum, parts);
  if (threadIdx.x == 0) {
    *target = sum;
  }
}

struct Clipping {
  double norm;
  float factor;
  int finite;
};

// One warp, of which one thread adds the sums in their order.
extern "C" __global__ void clipping(
    int count, const double* sums, float limit, Clipping* clipping) {
  if (threadIdx.x > 0) {
    return;
  }
  double sum = 0;
  for (int i = 0; i < count; i++) {
    sum += sums[i];
  }
  double norm = sqrt(sum);
  clipping->norm = norm;
  clipping->factor = limit > 0 && norm > limit ? (float)(limit / norm) : 1;
  clipping->finite = norm - norm == 0;
}

// A factor of the gradients, and dev.kindling.model.kernels.AdamWUpdate.
struct Update {
  float gradientScale;
  float beta1;
  float beta2;
  float stepSize;
  float secondCorrection;
  float epsilon;
  float decay;
};

// Updates the moments; returns what the parameter is to lose.
__device__ __forceinline__ float direction(
    const Update& u, float scale, float p, float g, float& first, float& second) {
  g *= scale;
  first = u.beta1 * first + (1 - u.beta1) * g;
  second = u.beta2 * second + (1 - u.beta2) * g * g;
  return u.stepSize * first / (sqrtf(second) * u.secondCorrection + u.epsilon) + u.decay * p;
}

template <int N, bool directionOnly>
__device__ __forceinline__ void adam(
    long long from, long long to, const Update& u, float scale, float* parameters,
    float* gradients, float* firsts, float* seconds, bfloat16* copy) {
  long long stride = (long long)gridDim.x * blockDim.x * N;
  for (long long i = from + ((long long)blockIdx.x * blockDim.x + threadIdx.x) * N; i < to;
       i += stride) {
    float p[N];
    float g[N];
    float m[N];
    float v[N];
    load<N>(parameters + i, p);
    load<N>(gradients + i, g);
    load<N>(firsts + i, m);
    load<N>(seconds + i, v);
#pragma unroll
    for (int j = 0; j < N; j++) {
      g[j] = direction(u, scale, p[j], g[j], m[j], v[j]);
      p[j] -= g[j];
    }
    store<N>(m, firsts + i);
    store<N>(v, seconds + i);
    if (directionOnly) {
      store<N>(g, gradients + i);
    } else {
      store<N>(p, parameters + i);
      if (copy != nullptr) {
        store<N>(p, copy + i);
      }
    }
  }
}

template <bool directionOnly>
__device__ __forceinline__ void adam(
    long long count, const Update* update, const Clipping* clipping, float* parameters,
    float* gradients, float* firsts, float* seconds, bfloat16* copy) {
  if (clipping != nullptr && !clipping->finite) {
    return;
  }
  Update u = *update;
  float scale = u.gradientScale * (clipping == nullptr ? 1 : clipping->factor);
  bool fours = aligned(parameters) && aligned(gradients) && aligned(firsts) && aligned(seconds) &&
               aligned(copy);
  long long whole = fours ? count / 4 * 4 : 0;
  adam<4, directionOnly>(0, whole, u, scale, parameters, gradients, firsts, seconds, copy);
  adam<1, directionOnly>(whole, count, u, scale, parameters, gradients, firsts, seconds, copy);
}

extern "C" __global__ void adam_w(
    long long count, const Update* update, const Clipping* clipping, float* parameters,
    float* gradients, float* firsts, float* seconds, bfloat16* copy) {
  adam<false>(count, update, clipping, parameters, gradients, firsts, seconds, copy);
}

extern "C" __global__ void adam_direction(
    long long count, const Update* update, const Clipping* clipping, float* parameters,
    float* gradients, float* firsts, float* seconds) {
  adam<true>(count, update, clipping, parameters, gradients, firsts, seconds, nullptr);
}

// p = p - learningRate |p| / |direction| direction (You et al. 2020).
extern "C" __global__ void lamb_step(
    long long count, const float* learningRate, const Clipping* clipping,
    const double* parameterSum, const double* directionSum, const float* direction,
    float* parameters, bfloat16* copy) {
  if (clipping != nullptr && !clipping->finite) {
    return;
  }
  double weights = *parameterSum;
  double step = *directionSum;
  double ratio = weights > 0 && step > 0 ? sqrt(weights / step) : 1;
  float scale = (float)(-*learningRate * ratio);
  long long stride = (long long)gridDim.x * blockDim.x;
  for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < count; i += stride) {
    float p = fmaf(scale, direction[i], parameters[i]);
    parameters[i] = p;
    if (copy != nullptr) {
      narrow(p, copy[i]);
    }
  }
}
