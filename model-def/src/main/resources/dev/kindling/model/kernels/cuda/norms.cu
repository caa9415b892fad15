// Layer normalisation (Ba et al. 2016). A warp takes a row, reads it from memory once and then
// from the cache next to it.
#include "common.cuh"

// Normalises a row, whose values are the lane's own columns of it.
template <int N, typename Y>
__device__ __forceinline__ void normaliseRow(
    int row, int columns, const float* x, const float* gain, const float* bias, float epsilon,
    Y* y, float* statistics) {
  const float* from = x + (long long)row * columns;
  Y* to = y + (long long)row * columns;
  float v[N];
  float sum = 0;
#pragma unroll 4
  for (int column = lane() * N; column < columns; column += WARP * N) {
    load<N>(from + column, v);
#pragma unroll
    for (int j = 0; j < N; j++) {
      sum += v[j];
    }
  }
  float mean = warpSum(sum) / columns;
  sum = 0;
#pragma unroll 4
  for (int column = lane() * N; column < columns; column += WARP * N) {
    load<N>(from + column, v);
#pragma unroll
    for (int j = 0; j < N; j++) {
      sum += (v[j] - mean) * (v[j] - mean);
    }
  }
  float reciprocal = 1 / sqrtf(warpSum(sum) / columns + epsilon);
  if (lane() == 0) {
    statistics[2 * row] = mean;
    statistics[2 * row + 1] = reciprocal;
  }
#pragma unroll 4
  for (int column = lane() * N; column < columns; column += WARP * N) {
    float gains[N];
    float biases[N];
    load<N>(from + column, v);
    load<N>(gain + column, gains);
    load<N>(bias + column, biases);
#pragma unroll
    for (int j = 0; j < N; j++) {
      v[j] = (v[j] - mean) * reciprocal * gains[j] + biases[j];
    }
    store<N>(v, to + column);
  }
}

template <typename Y>
__device__ __forceinline__ void layerNorm(
    int rows, int columns, const float* x, const float* gain, const float* bias, float epsilon,
    Y* y, float* statistics) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  if (columns % 4 == 0 && aligned(x) && aligned(gain) && aligned(bias) && aligned(y)) {
    normaliseRow<4>(row, columns, x, gain, bias, epsilon, y, statistics);
  } else {
    normaliseRow<1>(row, columns, x, gain, bias, epsilon, y, statistics);
  }
}

// sum = residual + dropout(x + linearBias) of a row; each lane reads back what it wrote itself.
template <int N, typename X, typename R>
__device__ __forceinline__ void addRow(
    int row, int columns, Dropout dropout, const X* x, const float* linearBias, const R* residual,
    float* sum) {
  long long start = (long long)row * columns;
  unsigned long long bits = dropout.active() ? dropout.rowKey(row) : 0;
#pragma unroll 2
  for (int column = lane() * N; column < columns; column += WARP * N) {
    float v[N];
    float old[N];
    load<N>(x + start + column, v);
    load<N>(residual + start + column, old);
    if (linearBias != nullptr) {
      float biases[N];
      load<N>(linearBias + column, biases);
#pragma unroll
      for (int j = 0; j < N; j++) {
        v[j] += biases[j];
      }
    }
#pragma unroll
    for (int j = 0; j < N; j++) {
      float factor = dropout.active() ? dropout.factor(bits, column + j) : 1;
      v[j] = v[j] * factor + old[j];
    }
    store<N>(v, sum + start + column);
  }
}

template <typename X, typename R, typename Y>
__device__ __forceinline__ void dropoutResidualNorm(
    int rows, int columns, Dropout dropout, const X* x, const float* linearBias, const R* residual,
    float* sum, const float* gain, const float* bias, float epsilon, Y* y, float* statistics) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  if (columns % 4 == 0 && aligned(x) && aligned(linearBias) && aligned(residual) && aligned(sum) &&
      aligned(gain) && aligned(bias) && aligned(y)) {
    addRow<4>(row, columns, dropout, x, linearBias, residual, sum);
    normaliseRow<4>(row, columns, sum, gain, bias, epsilon, y, statistics);
  } else {
    addRow<1>(row, columns, dropout, x, linearBias, residual, sum);
    normaliseRow<1>(row, columns, sum, gain, bias, epsilon, y, statistics);
  }
}

// With n = (x - mean) r and g = dy gain r: dx = g - mean(g) - n mean(g n), and the gradients of
// gain and bias are the sums over rows of dy n and dy: gainSums and biasSums, in shared memory, of
// which each lane has its own columns.
//
// Where there is a place for it, dx with elements dropped goes there.
template <int N, typename D, typename P>
__device__ __forceinline__ void gradientRow(
    int row, int columns, const float* x, const float* gain, const float* statistics, const D* dy,
    bool accumulate, float* dx, float* gainSums, float* biasSums, Dropout dropout, P* dropped) {
  long long start = (long long)row * columns;
  float mean = statistics[2 * row];
  float reciprocal = statistics[2 * row + 1];
  float sumG = 0;
  float sumGn = 0;
#pragma unroll 2
  for (int column = lane() * N; column < columns; column += WARP * N) {
    float n[N];
    float d[N];
    float gains[N];
    float ofGain[N];
    float ofBias[N];
    load<N>(x + start + column, n);
    load<N>(dy + start + column, d);
    load<N>(gain + column, gains);
    load<N>(gainSums + column, ofGain);
    load<N>(biasSums + column, ofBias);
#pragma unroll
    for (int j = 0; j < N; j++) {
      n[j] = (n[j] - mean) * reciprocal;
      ofGain[j] += d[j] * n[j];
      ofBias[j] += d[j];
      float g = d[j] * gains[j] * reciprocal;
      sumG += g;
      sumGn += g * n[j];
    }
    store<N>(ofGain, gainSums + column);
    store<N>(ofBias, biasSums + column);
  }
  float meanG = warpSum(sumG) / columns;
  float meanGn = warpSum(sumGn) / columns;
  unsigned long long bits = dropped != nullptr && dropout.active() ? dropout.rowKey(row) : 0;
#pragma unroll 2
  for (int column = lane() * N; column < columns; column += WARP * N) {
    float n[N];
    float d[N];
    float gains[N];
    float old[N];
    load<N>(x + start + column, n);
    load<N>(dy + start + column, d);
    load<N>(gain + column, gains);
    if (accumulate) {
      load<N>(dx + start + column, old);
    }
#pragma unroll
    for (int j = 0; j < N; j++) {
      n[j] = (n[j] - mean) * reciprocal;
      d[j] = d[j] * gains[j] * reciprocal - meanG - n[j] * meanGn + (accumulate ? old[j] : 0);
    }
    store<N>(d, dx + start + column);
    if (dropped != nullptr) {
      if (dropout.active()) {
#pragma unroll
        for (int j = 0; j < N; j++) {
          d[j] *= dropout.factor(bits, column + j);
        }
      }
      store<N>(d, dropped + start + column);
    }
  }
}

// A block takes a group of rows, each of its warps some of them; partials are (groups, 2, columns).
template <int N, typename D, typename P>
__device__ __forceinline__ void gradientGroup(
    int rows, int columns, int groupRows, const float* x, const float* gain,
    const float* statistics, const D* dy, bool accumulate, float* dx, float* partials,
    Dropout dropout, P* dropped) {
  float* sums = reinterpret_cast<float*>(dynamicShared());  // (warps, 2, columns)
  int warp = threadIdx.x / WARP;
  int warps = blockDim.x / WARP;
  float* gainSums = sums + 2 * warp * columns;
  float* biasSums = gainSums + columns;
  for (int column = lane(); column < 2 * columns; column += WARP) {
    gainSums[column] = 0;
  }
  __syncwarp();
  int end = min(rows, ((int)blockIdx.x + 1) * groupRows);
  for (int row = blockIdx.x * groupRows + warp; row < end; row += warps) {
    gradientRow<N>(row, columns, x, gain, statistics, dy, accumulate, dx, gainSums, biasSums,
                   dropout, dropped);
  }
  __syncthreads();
  for (int i = threadIdx.x; i < 2 * columns; i += blockDim.x) {
    float sum = 0;
    for (int j = 0; j < warps; j++) {
      sum += sums[2 * j * columns + i];
    }
    partials[2ll * blockIdx.x * columns + i] = sum;
  }
}

template <typename D, typename P>
__device__ __forceinline__ void layerNormGradient(
    int rows, int columns, int groupRows, const float* x, const float* gain,
    const float* statistics, const D* dy, int accumulate, float* dx, float* partials,
    Dropout dropout, P* dropped) {
  if (columns % 4 == 0 && aligned(x) && aligned(gain) && aligned(dy) && aligned(dx) &&
      aligned(dropped)) {
    gradientGroup<4>(rows, columns, groupRows, x, gain, statistics, dy, accumulate != 0, dx,
                     partials, dropout, dropped);
  } else {
    gradientGroup<1>(rows, columns, groupRows, x, gain, statistics, dy, accumulate != 0, dx,
                     partials, dropout, dropped);
  }
}

#define OF_ONE(T)                                                                            \
  extern "C" __global__ void layer_norm_##T(                                                 \
      int rows, int columns, const float* x, const float* gain, const float* bias,           \
      float epsilon, T* y, float* statistics) {                                              \
    layerNorm(rows, columns, x, gain, bias, epsilon, y, statistics);                         \
  }                                                                                          \
  extern "C" __global__ void layer_norm_gradient_##T(                                        \
      int rows, int columns, int groupRows, const float* x, const float* gain,               \
      const float* statistics, const T* dy, int accumulate, float* dx, float* partials) {    \
    layerNormGradient(rows, columns, groupRows, x, gain, statistics, dy, accumulate, dx,     \
                      partials, Dropout{nullptr, nullptr, 0, 1}, (float32*)nullptr);         \
  }

#define OF_TWO(D, P)                                                                         \
  extern "C" __global__ void layer_norm_gradient_dropout_##D##_##P(                          \
      int rows, int columns, int groupRows, const float* x, const float* gain,               \
      const float* statistics, const D* dy, int accumulate, float* dx, float* partials,      \
      DROPOUT_PARAMETERS, P* dropped) {                                                      \
    layerNormGradient(rows, columns, groupRows, x, gain, statistics, dy, accumulate, dx,     \
                      partials, DROPOUT, dropped);                                           \
  }

#define OF_THREE(X, R, Y)                                                                    \
  extern "C" __global__ void dropout_residual_norm_##X##_##R##_##Y(                          \
      int rows, int columns, DROPOUT_PARAMETERS, const X* x, const float* linearBias,        \
      const R* residual, float* sum, const float* gain, const float* bias, float epsilon,    \
      Y* y, float* statistics) {                                                             \
    dropoutResidualNorm(rows, columns, DROPOUT, x, linearBias, residual, sum, gain, bias,    \
                        epsilon, y, statistics);                                             \
  }

OF_ONE(float32)
OF_ONE(bfloat16)
OF_TWO(float32, float32)
OF_TWO(float32, bfloat16)
OF_TWO(bfloat16, float32)
OF_TWO(bfloat16, bfloat16)
OF_THREE(float32, float32, float32)
OF_THREE(bfloat16, float32, bfloat16)
OF_THREE(bfloat16, bfloat16, bfloat16)
