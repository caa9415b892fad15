// Operations by element. Each thread takes four neighbours where the addresses allow.
#include "common.cuh"

// y[i] = f(a[i], b[i]) for the elements that this thread takes; y may be a or b.
template <int N, typename A, typename B, typename Y, typename F>
__device__ __forceinline__ void mapVectors(
    long long from, long long to, const A* a, const B* b, Y* y, F f) {
  long long stride = (long long)gridDim.x * blockDim.x * N;
  long long first = from + ((long long)blockIdx.x * blockDim.x + threadIdx.x) * N;
  for (long long i = first; i < to; i += stride) {
    float u[N];
    float v[N];
    load<N>(a + i, u);
    load<N>(b + i, v);
#pragma unroll
    for (int j = 0; j < N; j++) {
      u[j] = f(u[j], v[j]);
    }
    store<N>(u, y + i);
  }
}

template <typename A, typename B, typename Y, typename F>
__device__ __forceinline__ void map(long long count, const A* a, const B* b, Y* y, F f) {
  long long whole = aligned(a) && aligned(b) && aligned(y) ? count / 4 * 4 : 0;
  mapVectors<4>(0, whole, a, b, y, f);
  mapVectors<1>(whole, count, a, b, y, f);
}

// Both forms of the Gaussian error linear unit (Hendrycks and Gimpel 2016).

struct gelu_erf {
  __device__ static float value(float x) { return 0.5f * x * (1 + erff(x * 0.70710678f)); }

  __device__ static float slope(float x) {
    float bell = 0.39894228f * powerOfTwo(-0.72134752f * x * x);
    return 0.5f * (1 + erff(x * 0.70710678f)) + x * bell;
  }
};

// The gate (1 + tanh(u)) / 2 = 1 / (1 + exp(-2u)) has u = sqrt(2/pi) (x + 0.044715 x^3).
struct gelu_tanh {
  __device__ static float value(float x) {
    float e = powerOfTwo(-fabsf(x) * (2.30220818f + 0.10294324f * x * x));
    float gate = (x > 0 ? 1 : e) / (1 + e);
    return x * gate;
  }

  __device__ static float slope(float x) {
    float e = powerOfTwo(-fabsf(x) * (2.30220818f + 0.10294324f * x * x));
    float upper = 1 / (1 + e);  // the gate of |x|
    float lower = e * upper;    // and of -|x|: what is missing to 1
    float inner = x * (1.59576912f + 0.21406447f * x * x);
    return (x > 0 ? upper : lower) + lower * upper * inner;
  }
};

struct relu {
  __device__ static float value(float x) { return fmaxf(x, 0); }
  __device__ static float slope(float x) { return x > 0 ? 1 : 0; }
};

template <typename Form, int N, typename Sum, typename Y>
__device__ __forceinline__ void biasActivationVectors(
    int rows, int columns, const float* bias, Sum* sum, Y* y) {
  long long count = (long long)rows * columns;
  long long stride = (long long)gridDim.x * blockDim.x * N;
  for (long long i = ((long long)blockIdx.x * blockDim.x + threadIdx.x) * N; i < count;
       i += stride) {
    float s[N];
    float b[N];
    load<N>(sum + i, s);
    load<N>(bias + i % columns, b);
#pragma unroll
    for (int j = 0; j < N; j++) {
      s[j] += b[j];
    }
    store<N>(s, sum + i);
#pragma unroll
    for (int j = 0; j < N; j++) {
      s[j] = Form::value(s[j]);
    }
    store<N>(s, y + i);
  }
}

// y = residual + dropout(x + bias), or without a residual y = dropout(x), of a row that a warp
// takes.
template <int N, typename X, typename R, typename Y>
__device__ __forceinline__ void dropRow(int row, int columns, Dropout dropout, const X* x,
                                        const float* bias, const R* residual, Y* y) {
  long long start = (long long)row * columns;
  unsigned long long bits = dropout.active() ? dropout.rowKey(row) : 0;
  for (int column = lane() * N; column < columns; column += WARP * N) {
    float v[N];
    float other[N];
    load<N>(x + start + column, v);
    if (bias != nullptr) {
      load<N>(bias + column, other);
#pragma unroll
      for (int j = 0; j < N; j++) {
        v[j] += other[j];
      }
    }
    if (dropout.active()) {
#pragma unroll
      for (int j = 0; j < N; j++) {
        v[j] *= dropout.factor(bits, column + j);
      }
    }
    if (residual != nullptr) {
      load<N>(residual + start + column, other);
#pragma unroll
      for (int j = 0; j < N; j++) {
        v[j] += other[j];
      }
    }
    store<N>(v, y + start + column);
  }
}

template <typename X, typename R, typename Y>
__device__ __forceinline__ void dropRows(int rows, int columns, Dropout dropout, const X* x,
                                         const float* bias, const R* residual, Y* y) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  if (columns % 4 == 0 && aligned(x) && aligned(bias) && aligned(residual) && aligned(y)) {
    dropRow<4>(row, columns, dropout, x, bias, residual, y);
  } else {
    dropRow<1>(row, columns, dropout, x, bias, residual, y);
  }
}

#define OF_ONE(T)                                                                        \
  extern "C" __global__ void tanh_##T(long long count, T* y) {                           \
    map(count, y, y, y, [](float v, float) { return tanhf(v); });                        \
  }                                                                                      \
  extern "C" __global__ void add_bias_##T(                                               \
      int rows, int columns, int stride, const float* bias, T* y) {                      \
    int row = warpRow();                                                                 \
    for (int i = lane(); row < rows && i < columns; i += WARP) {                         \
      T& sum = y[(long long)row * stride + i];                                           \
      narrow(widen(sum) + bias[i], sum);                                                 \
    }                                                                                    \
  }

#define OF_TWO(X, Y)                                                                     \
  extern "C" __global__ void convert_##X##_##Y(long long count, const X* x, Y* y) {      \
    map(count, x, x, y, [](float v, float) { return v; });                               \
  }                                                                                      \
  extern "C" __global__ void add_scaled_##X##_##Y(                                       \
      long long count, float scale, const X* x, Y* y) {                                  \
    map(count, x, y, y, [scale](float a, float b) { return fmaf(scale, a, b); });        \
  }                                                                                      \
  extern "C" __global__ void dropout_##X##_##Y(                                          \
      int rows, int columns, DROPOUT_PARAMETERS, const X* x, Y* y) {                     \
    dropRows(rows, columns, DROPOUT, x, nullptr, (const float32*)nullptr, y);            \
  }                                                                                      \
  extern "C" __global__ void dropout_residual_##X##_##Y(                                 \
      int rows, int columns, DROPOUT_PARAMETERS, const X* x, const float* bias,          \
      const Y* residual, float* sum) {                                                   \
    dropRows(rows, columns, DROPOUT, x, bias, residual, sum);                            \
  }                                                                                      \
  OF_FORM(gelu_erf, X, Y)                                                                \
  OF_FORM(gelu_tanh, X, Y)                                                               \
  OF_FORM(relu, X, Y)                                                                    \
  OF_THREE(X, Y, float32)                                                                \
  OF_THREE(X, Y, bfloat16)

#define OF_FORM(FORM, X, Y)                                                              \
  extern "C" __global__ void activation_##FORM##_##X##_##Y(                              \
      long long count, const X* sum, Y* y) {                                             \
    map(count, sum, sum, y, [](float v, float) { return FORM::value(v); });              \
  }                                                                                      \
  extern "C" __global__ void bias_activation_##FORM##_##X##_##Y(                         \
      int rows, int columns, const float* bias, X* sum, Y* y) {                          \
    if (columns % 4 == 0 && aligned(bias) && aligned(sum) && aligned(y)) {               \
      biasActivationVectors<FORM, 4>(rows, columns, bias, sum, y);                       \
    } else {                                                                             \
      biasActivationVectors<FORM, 1>(rows, columns, bias, sum, y);                       \
    }                                                                                    \
  }

#define OF_THREE(X, D, Y)                                                                \
  extern "C" __global__ void tanh_gradient_##X##_##D##_##Y(                              \
      long long count, const X* y, const D* dy, Y* dSum) {                               \
    map(count, y, dy, dSum, [](float v, float d) { return d * (1 - v * v); });           \
  }                                                                                      \
  OF_FORM_GRADIENT(gelu_erf, X, D, Y)                                                    \
  OF_FORM_GRADIENT(gelu_tanh, X, D, Y)                                                   \
  OF_FORM_GRADIENT(relu, X, D, Y)

#define OF_FORM_GRADIENT(FORM, X, D, Y)                                                  \
  extern "C" __global__ void activation_gradient_##FORM##_##X##_##D##_##Y(               \
      long long count, const X* sum, const D* dy, Y* dSum) {                             \
    map(count, sum, dy, dSum, [](float v, float d) { return d * FORM::slope(v); });      \
  }

OF_ONE(float32)
OF_ONE(bfloat16)
OF_TWO(float32, float32)
OF_TWO(float32, bfloat16)
OF_TWO(bfloat16, float32)
OF_TWO(bfloat16, bfloat16)
