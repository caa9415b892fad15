// Norms and updates of parameters.
#include "common.cuh"

#define PIECE 32768  // elements of one parameter that one block takes

// A parameter and what belongs to it, each of so many elements; a block finds its own by the number
// of its piece.
struct Parameter {
  float* value;
  float* gradient;
  float* first;
  float* second;
  bfloat16* copy;  // of the value, or null
  long long count;
  long long firstPiece;
};

__device__ __forceinline__ int ofPiece(const Parameter* table, int parameters, int piece) {
  int low = 0;
  int high = parameters;  // the wanted one is in [low, high)
  while (high - low > 1) {
    int middle = (low + high) / 2;
    if (table[middle].firstPiece <= piece) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

// What a block takes of a parameter.
struct Stretch {
  int index;
  int count;
  Parameter of;  // with pointers to the stretch's first element

  __device__ __forceinline__ Stretch(const Parameter* table, int parameters) {
    index = ofPiece(table, parameters, blockIdx.x);
    of = table[index];
    long long start = (blockIdx.x - of.firstPiece) * PIECE;
    long long left = of.count - start;
    count = left < PIECE ? (int)left : PIECE;
    of.value += start;
    of.gradient += start;
    of.first += start;
    of.second += start;
    of.copy = of.copy == nullptr ? nullptr : of.copy + start;
  }
};

// The sums of squares of all pieces, of the gradients or of the values.
extern "C" __global__ void __launch_bounds__(256) squared_norms(
    int parameters, const Parameter* table, int ofValues, double* partials) {
  __shared__ double parts[WARP];
  Stretch stretch(table, parameters);
  const float* x = ofValues ? stretch.of.value : stretch.of.gradient;
  int fours = aligned(x) ? stretch.count / 4 : 0;
  double sum = 0;
#pragma unroll 4
  for (int i = threadIdx.x; i < fours; i += blockDim.x) {
    float v[4];
    load<4>(x + 4 * i, v);
    sum += v[0] * v[0] + v[1] * v[1] + (v[2] * v[2] + v[3] * v[3]);
  }
  for (int i = 4 * fours + threadIdx.x; i < stretch.count; i += blockDim.x) {
    sum += x[i] * x[i];
  }
  sum = blockSum(sum, parts);
  if (threadIdx.x == 0) {
    partials[blockIdx.x] = sum;
  }
}

__device__ __forceinline__ void addSums(int count, const double* partials, double* target) {
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

// The sum of each parameter's pieces; a block takes a parameter.
extern "C" __global__ void __launch_bounds__(256) add_pieces(
    const Parameter* table, const double* partials, double* sums) {
  Parameter p = table[blockIdx.x];
  addSums((int)((p.count + PIECE - 1) / PIECE), partials + p.firstPiece, sums + blockIdx.x);
}

// The sum of so many doubles; one block.
extern "C" __global__ void __launch_bounds__(256) add_sums(
    int count, const double* partials, double* target) {
  addSums(count, partials, target);
}

struct Clipping {
  double norm;
  float factor;
  int finite;
};

// One thread.
extern "C" __global__ void clipping(const double* squares, float limit, Clipping* clipping) {
  double norm = sqrt(*squares);
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
    int from, int to, const Parameter& of, const Update& u, float scale) {
#pragma unroll 2
  for (int i = from + threadIdx.x * N; i < to; i += blockDim.x * N) {
    float p[N];
    float g[N];
    float m[N];
    float v[N];
    load<N>(of.value + i, p);
    load<N>(of.gradient + i, g);
    load<N>(of.first + i, m);
    load<N>(of.second + i, v);
#pragma unroll
    for (int j = 0; j < N; j++) {
      g[j] = direction(u, scale, p[j], g[j], m[j], v[j]);
      p[j] -= g[j];
    }
    store<N>(m, of.first + i);
    store<N>(v, of.second + i);
    if (directionOnly) {
      store<N>(g, of.gradient + i);
    } else {
      store<N>(p, of.value + i);
      if (of.copy != nullptr) {
        store<N>(p, of.copy + i);
      }
    }
  }
}

template <bool directionOnly>
__device__ __forceinline__ void adam(
    int parameters, const Parameter* table, const Update* update, const Clipping* clipping) {
  if (!clipping->finite) {
    return;
  }
  Update u = *update;
  float scale = u.gradientScale * clipping->factor;
  Stretch stretch(table, parameters);
  const Parameter& of = stretch.of;
  bool fours = aligned(of.value) && aligned(of.gradient) && aligned(of.first) &&
               aligned(of.second) && aligned(of.copy);
  int whole = fours ? stretch.count / 4 * 4 : 0;
  adam<4, directionOnly>(0, whole, of, u, scale);
  adam<1, directionOnly>(whole, stretch.count, of, u, scale);
}

extern "C" __global__ void __launch_bounds__(256) adam_w(
    int parameters, const Parameter* table, const Update* update, const Clipping* clipping) {
  adam<false>(parameters, table, update, clipping);
}

// The moments as adam_w; the gradients become what it would subtract.
extern "C" __global__ void __launch_bounds__(256) adam_direction(
    int parameters, const Parameter* table, const Update* update, const Clipping* clipping) {
  adam<true>(parameters, table, update, clipping);
}

template <int N>
__device__ __forceinline__ void subtract(int from, int to, const Parameter& of, float scale) {
  for (int i = from + threadIdx.x * N; i < to; i += blockDim.x * N) {
    float p[N];
    float g[N];
    load<N>(of.value + i, p);
    load<N>(of.gradient + i, g);
#pragma unroll
    for (int j = 0; j < N; j++) {
      p[j] = fmaf(-scale, g[j], p[j]);
    }
    store<N>(p, of.value + i);
    if (of.copy != nullptr) {
      store<N>(p, of.copy + i);
    }
  }
}

// p = p - learningRate |p| / |direction| direction (You et al. 2020), the direction in the
// gradient's place; sums of squares stand by parameter.
extern "C" __global__ void __launch_bounds__(256) lamb_step(
    int parameters, const Parameter* table, const float* learningRate, const Clipping* clipping,
    const double* valueSums, const double* directionSums) {
  if (!clipping->finite) {
    return;
  }
  Stretch stretch(table, parameters);
  double weights = valueSums[stretch.index];
  double step = directionSums[stretch.index];
  double ratio = weights > 0 && step > 0 ? sqrt(weights / step) : 1;
  float scale = (float)(*learningRate * ratio);
  const Parameter& of = stretch.of;
  bool fours = aligned(of.value) && aligned(of.gradient) && aligned(of.copy);
  int whole = fours ? stretch.count / 4 * 4 : 0;
  subtract<4>(0, whole, of, scale);
  subtract<1>(whole, stretch.count, of, scale);
}
