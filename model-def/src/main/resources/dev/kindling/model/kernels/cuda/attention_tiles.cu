// Attention and its gradient in bfloat16 on tensor cores, tile by tile, so that the scores never
// stand in memory (Dao et al. 2022), for heads of HEAD_SIZE elements, a multiple of 16 up to 128.
//
// A block keeps 64 rows of one head of one sequence in shared memory, each of its four warps has 16
// of them, and streams tiles of the other side past, the next being copied while one is worked on.
// Forward and for the gradient of queries the kept rows are queries; for those of keys and values
// they are keys. Nothing is summed by more than one block: equal inputs give equal bits.
#include "common.cuh"

#define THREADS 128
#define KEPT_ROWS 64
#define FORWARD_ROWS 64                          // of a streamed tile
#define BACKWARD_ROWS (HEAD_SIZE <= 64 ? 64 : 32)  // so that the sums stay in registers
// Elements between two rows in shared memory: 16 bytes more than a row has, which puts the same
// column of eight rows into different banks.
#define STRIDE (HEAD_SIZE + 8)
#define LOG2_E 1.44269504f
#define LOWEST -3.40282347e38f
#define HIGHEST 3.40282347e38f

// One head of one sequence.
struct Head {
  int start;  // first row
  int length;
  int heads;
  bool causal;
  const bfloat16* qkv;  // the first row's query

  __device__ __forceinline__ Head(
      const int* starts, int headCount, int isCausal, const bfloat16* all) {
    start = starts[blockIdx.z];
    length = starts[blockIdx.z + 1] - start;
    heads = headCount;
    causal = isCausal != 0;
    qkv = all + (long long)start * width() + blockIdx.y * HEAD_SIZE;
  }

  __device__ __forceinline__ int hidden() const { return heads * HEAD_SIZE; }
  __device__ __forceinline__ int width() const { return 3 * hidden(); }
  __device__ __forceinline__ const bfloat16* queries() const { return qkv; }
  __device__ __forceinline__ const bfloat16* keys() const { return qkv + hidden(); }
  __device__ __forceinline__ const bfloat16* values() const { return qkv + 2 * hidden(); }

  // The first row in a matrix (rows, hidden).
  template <typename M>
  __device__ __forceinline__ M* in(M* matrix) const {
    return matrix + (long long)start * hidden() + blockIdx.y * HEAD_SIZE;
  }

  // The place of a row in a matrix (heads, rows).
  __device__ __forceinline__ long long statistic(int rows, int row) const {
    return (long long)blockIdx.y * rows + start + row;
  }

  __device__ __forceinline__ unsigned long long rowKey(const Dropout& dropout, int row) const {
    return dropout.rowKey((long long)(start + row) * heads + blockIdx.y);
  }

  // Whether something in a tile is not to be seen.
  __device__ __forceinline__ bool hides(int firstQuery, int firstKey, int keyCount) const {
    return firstKey + keyCount > length || (causal && firstKey + keyCount - 1 > firstQuery);
  }

  __device__ __forceinline__ bool sees(int query, int key) const {
    return key < length && (!causal || key <= query);
  }
};

// Starts copying rows [first, first + ROWS) to shared memory, zeros behind the sequence's end.
template <int ROWS>
__device__ __forceinline__ void stage(
    bfloat16* tile, const bfloat16* from, int width, int first, int length) {
  const int chunks = HEAD_SIZE / 8;  // of 16 bytes
#pragma unroll
  for (int i = threadIdx.x; i < ROWS * chunks; i += THREADS) {
    int row = i / chunks;
    int column = i % chunks * 8;
    bool present = first + row < length;
    long long at = present ? (long long)(first + row) * width : 0;
    copyAsync(tile + row * STRIDE + column, from + at + column, present);
  }
}

// The 16 rows of a tile that belong to the warp, as left operands: kept in registers, where there is
// room for them, or read from shared memory each time.
template <bool KEPT>
struct LeftRows {
  const bfloat16* rows;
  unsigned int kept[KEPT ? HEAD_SIZE / 16 : 1][4];

  __device__ __forceinline__ LeftRows(const bfloat16* tile, int row) {
    rows = tile + (row + lane() % 16) * STRIDE + lane() / 16 * 8;
  }

  // Once the tile is there, before the first use.
  __device__ __forceinline__ void load() {
    if (KEPT) {
#pragma unroll
      for (int k = 0; k < HEAD_SIZE / 16; k++) {
        loadMatrices(kept[k], rows + 16 * k);
      }
    }
  }

  __device__ __forceinline__ void read(unsigned int (&a)[4], int k) const {
    if (KEPT) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
        a[i] = kept[k][i];
      }
    } else {
      loadMatrices(a, rows + 16 * k);
    }
  }
};

// sums (16, ROWS) += left (16, HEAD_SIZE) times the transpose of a tile (ROWS, HEAD_SIZE).
template <int ROWS, bool KEPT>
__device__ __forceinline__ void multiplyByTransposed(
    float (&sums)[ROWS / 8][4], const LeftRows<KEPT>& left, const bfloat16* tile) {
#pragma unroll
  for (int k = 0; k < HEAD_SIZE; k += 16) {
    unsigned int a[4];
    left.read(a, k / 16);
#pragma unroll
    for (int n = 0; n < ROWS; n += 16) {
      unsigned int b[4];
      int row = n + lane() / 16 * 8 + lane() % 8;
      loadMatrices(b, tile + row * STRIDE + k + lane() / 8 % 2 * 8);
      multiplyAdd(sums[n / 8], a, b[0], b[1]);
      multiplyAdd(sums[n / 8 + 1], a, b[2], b[3]);
    }
  }
}

// sums (16, HEAD_SIZE) += p (16, ROWS), rounded, times a tile (ROWS, HEAD_SIZE).
template <int ROWS>
__device__ __forceinline__ void multiplyBy(
    float (&sums)[HEAD_SIZE / 8][4], const float (&p)[ROWS / 8][4], const bfloat16* tile) {
#pragma unroll
  for (int k = 0; k < ROWS; k += 16) {
    const float(&left)[4] = p[k / 8];
    const float(&right)[4] = p[k / 8 + 1];
    unsigned int a[4] = {
        roundPair(left[0], left[1]), roundPair(left[2], left[3]),
        roundPair(right[0], right[1]), roundPair(right[2], right[3])};
#pragma unroll
    for (int n = 0; n < HEAD_SIZE; n += 16) {
      unsigned int b[4];
      loadTransposed(b, tile + (k + lane() % 16) * STRIDE + n + lane() / 16 * 8);
      multiplyAdd(sums[n / 8], a, b[0], b[1]);
      multiplyAdd(sums[n / 8 + 1], a, b[2], b[3]);
    }
  }
}

// Where element i of the n-th eight columns of a warp's 16 rows lies.
__device__ __forceinline__ int rowOf(int i) { return lane() / 4 + i / 2 * 8; }
__device__ __forceinline__ int columnOf(int n, int i) { return n * 8 + lane() % 4 * 2 + i % 2; }

template <int COUNT>
__device__ __forceinline__ void clear(float (&sums)[COUNT][4]) {
#pragma unroll
  for (int n = 0; n < COUNT; n++) {
#pragma unroll
    for (int i = 0; i < 4; i++) {
      sums[n][i] = 0;
    }
  }
}

// Writes the warp's 16 rows, each times a factor, from `first` on, but none behind the end.
__device__ __forceinline__ void write(
    const float (&sums)[HEAD_SIZE / 8][4], const float (&factors)[2], bfloat16* to, int width,
    int first, int length) {
#pragma unroll
  for (int half = 0; half < 2; half++) {
    int row = first + rowOf(2 * half);
    if (row < length) {
#pragma unroll
      for (int n = 0; n < HEAD_SIZE / 8; n++) {
        unsigned int pair =
            roundPair(sums[n][2 * half] * factors[half], sums[n][2 * half + 1] * factors[half]);
        *reinterpret_cast<unsigned int*>(to + (long long)row * width + columnOf(n, 0)) = pair;
      }
    }
  }
}

// Of the four lanes that share a row.
__device__ __forceinline__ float quadMax(float x) {
  x = fmaxf(x, __shfl_xor_sync(FULL_WARP, x, 1));
  return fmaxf(x, __shfl_xor_sync(FULL_WARP, x, 2));
}

__device__ __forceinline__ float quadSum(float x) {
  x += __shfl_xor_sync(FULL_WARP, x, 1);
  return x + __shfl_xor_sync(FULL_WARP, x, 2);
}

// Softmax over the keys of the warp's 16 queries, of which a lane shares two.
struct Softmax {
  float scale;  // of scores, to powers of two
  float highest[2] = {LOWEST, LOWEST};
  float sums[2] = {0, 0};  // of the lane's own columns

  __device__ __forceinline__ explicit Softmax() : scale(LOG2_E / sqrtf((float)HEAD_SIZE)) {}

  // Scores become exponentials; `corrections` are for what was summed with those before.
  __device__ __forceinline__ void add(
      float (&scores)[FORWARD_ROWS / 8][4], float (&corrections)[2]) {
#pragma unroll
    for (int half = 0; half < 2; half++) {
      float now = highest[half];
#pragma unroll
      for (int n = 0; n < FORWARD_ROWS / 8; n++) {
        now = fmaxf(now, fmaxf(scores[n][2 * half], scores[n][2 * half + 1]));
      }
      now = quadMax(now);
      corrections[half] = powerOfTwo((highest[half] - now) * scale);
      highest[half] = now;
      float sum = 0;
#pragma unroll
      for (int n = 0; n < FORWARD_ROWS / 8; n++) {
#pragma unroll
        for (int i = 2 * half; i < 2 * half + 2; i++) {
          scores[n][i] = powerOfTwo(fmaf(scores[n][i], scale, -now * scale));
          sum += scores[n][i];
        }
      }
      sums[half] = sums[half] * corrections[half] + sum;
    }
  }
};

extern "C" __global__ void __launch_bounds__(THREADS) attention_tiles(
    const int* starts, int rows, int heads, int causal, DROPOUT_PARAMETERS, const bfloat16* qkv,
    float* logSumExp, bfloat16* context) {
  Head head(starts, heads, causal, qkv);
  Dropout dropout = DROPOUT;
  int firstQuery = (gridDim.x - 1 - blockIdx.x) * KEPT_ROWS;  // causal: those with most keys first
  if (firstQuery >= head.length) {
    return;
  }
  bfloat16* queries = reinterpret_cast<bfloat16*>(dynamicShared());
  bfloat16* keys = queries + KEPT_ROWS * STRIDE;             // two tiles
  bfloat16* values = keys + 2 * FORWARD_ROWS * STRIDE;       // two tiles
  int warpRow = threadIdx.x / WARP * 16;
  int firstOfWarp = firstQuery + warpRow;
  unsigned long long bits[2] = {0, 0};
  if (dropout.active()) {
    bits[0] = head.rowKey(dropout, firstOfWarp + rowOf(0));
    bits[1] = head.rowKey(dropout, firstOfWarp + rowOf(2));
  }
  LeftRows<true> left(queries, warpRow);
  Softmax softmax;
  float sums[HEAD_SIZE / 8][4];
  clear(sums);
  int seen = head.causal ? min(head.length, firstQuery + KEPT_ROWS) : head.length;
  int tiles = (seen + FORWARD_ROWS - 1) / FORWARD_ROWS;
  stage<KEPT_ROWS>(queries, head.queries(), head.width(), firstQuery, head.length);
  stage<FORWARD_ROWS>(keys, head.keys(), head.width(), 0, head.length);
  stage<FORWARD_ROWS>(values, head.values(), head.width(), 0, head.length);
  commitCopies();
  for (int tile = 0; tile < tiles; tile++) {
    int firstKey = tile * FORWARD_ROWS;
    int now = tile % 2 * FORWARD_ROWS * STRIDE;
    int next = (tile + 1) % 2 * FORWARD_ROWS * STRIDE;
    if (tile + 1 < tiles) {
      stage<FORWARD_ROWS>(
          keys + next, head.keys(), head.width(), firstKey + FORWARD_ROWS, head.length);
      stage<FORWARD_ROWS>(
          values + next, head.values(), head.width(), firstKey + FORWARD_ROWS, head.length);
    }
    commitCopies();
    waitForCopies<1>();
    __syncthreads();
    if (tile == 0) {
      left.load();
    }
    float p[FORWARD_ROWS / 8][4];
    clear(p);
    multiplyByTransposed<FORWARD_ROWS>(p, left, keys + now);
    if (head.hides(firstOfWarp, firstKey, FORWARD_ROWS)) {
#pragma unroll
      for (int n = 0; n < FORWARD_ROWS / 8; n++) {
#pragma unroll
        for (int i = 0; i < 4; i++) {
          bool visible = head.sees(firstOfWarp + rowOf(i), firstKey + columnOf(n, i));
          p[n][i] = visible ? p[n][i] : LOWEST;
        }
      }
    }
    float corrections[2];
    softmax.add(p, corrections);
#pragma unroll
    for (int n = 0; n < HEAD_SIZE / 8; n++) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
        sums[n][i] *= corrections[i / 2];
      }
    }
    if (dropout.active()) {
#pragma unroll
      for (int n = 0; n < FORWARD_ROWS / 8; n++) {
#pragma unroll
        for (int i = 0; i < 4; i++) {
          p[n][i] *= dropout.factor(bits[i / 2], firstKey + columnOf(n, i));
        }
      }
    }
    multiplyBy<FORWARD_ROWS>(sums, p, values + now);
    __syncthreads();  // before this tile's place is filled again
  }
  float factors[2];
#pragma unroll
  for (int half = 0; half < 2; half++) {
    float sum = quadSum(softmax.sums[half]);
    factors[half] = 1 / sum;
    int row = firstOfWarp + rowOf(2 * half);
    if (row < head.length && lane() % 4 == 0) {
      logSumExp[head.statistic(rows, row)] =
          softmax.highest[half] * softmax.scale / LOG2_E + logf(sum);
    }
  }
  write(sums, factors, head.in(context), head.hidden(), firstOfWarp, head.length);
}

// What the gradient needs of a query: log-sum-exp times log2(e), delta, and dropout's bits.
struct QueryNumbers {
  float offset;
  float mean;
  unsigned long long bits;

  __device__ __forceinline__ void read(const Head& head, const Dropout& dropout, int rows,
                                       const float* logSumExp, const float* delta, int query) {
    bool present = query < head.length;
    // Behind the end: probabilities of 0.
    offset = present ? logSumExp[head.statistic(rows, query)] * LOG2_E : HIGHEST;
    mean = present ? delta[head.statistic(rows, query)] : 0;
    bits = present && dropout.active() ? head.rowKey(dropout, query) : 0;
  }
};

// A score becomes the gradient of itself times sqrt(HEAD_SIZE), and dp the dropped probability.
__device__ __forceinline__ void backward(
    const Head& head, const Dropout& dropout, bool hides, const QueryNumbers& of, int query,
    int key, float& score, float& dp) {
  float scale = LOG2_E / sqrtf((float)HEAD_SIZE);
  float p = powerOfTwo(fmaf(score, scale, -of.offset));
  if (hides) {
    p = head.sees(query, key) ? p : 0;
  }
  float factor = dropout.active() ? dropout.factor(of.bits, key) : 1;
  score = p * (dp * factor - of.mean);
  dp = p * factor;
}

extern "C" __global__ void __launch_bounds__(THREADS) attention_gradient_tiles_queries(
    const int* starts, int rows, int heads, int causal, DROPOUT_PARAMETERS, const bfloat16* qkv,
    const float* logSumExp, const float* delta, const bfloat16* dContext, bfloat16* dQkv) {
  Head head(starts, heads, causal, qkv);
  Dropout dropout = DROPOUT;
  int firstQuery = (gridDim.x - 1 - blockIdx.x) * KEPT_ROWS;
  if (firstQuery >= head.length) {
    return;
  }
  bfloat16* queries = reinterpret_cast<bfloat16*>(dynamicShared());
  bfloat16* gradients = queries + KEPT_ROWS * STRIDE;
  bfloat16* keys = gradients + KEPT_ROWS * STRIDE;       // two tiles
  bfloat16* values = keys + 2 * BACKWARD_ROWS * STRIDE;  // two tiles
  int warpRow = threadIdx.x / WARP * 16;
  int firstOfWarp = firstQuery + warpRow;
  LeftRows<false> leftQueries(queries, warpRow);
  LeftRows<false> leftGradients(gradients, warpRow);
  QueryNumbers of[2];
  of[0].read(head, dropout, rows, logSumExp, delta, firstOfWarp + rowOf(0));
  of[1].read(head, dropout, rows, logSumExp, delta, firstOfWarp + rowOf(2));
  float sums[HEAD_SIZE / 8][4];
  clear(sums);
  int seen = head.causal ? min(head.length, firstQuery + KEPT_ROWS) : head.length;
  int tiles = (seen + BACKWARD_ROWS - 1) / BACKWARD_ROWS;
  stage<KEPT_ROWS>(queries, head.queries(), head.width(), firstQuery, head.length);
  stage<KEPT_ROWS>(gradients, head.in(dContext), head.hidden(), firstQuery, head.length);
  stage<BACKWARD_ROWS>(keys, head.keys(), head.width(), 0, head.length);
  stage<BACKWARD_ROWS>(values, head.values(), head.width(), 0, head.length);
  commitCopies();
  for (int tile = 0; tile < tiles; tile++) {
    int firstKey = tile * BACKWARD_ROWS;
    int now = tile % 2 * BACKWARD_ROWS * STRIDE;
    int next = (tile + 1) % 2 * BACKWARD_ROWS * STRIDE;
    if (tile + 1 < tiles) {
      stage<BACKWARD_ROWS>(
          keys + next, head.keys(), head.width(), firstKey + BACKWARD_ROWS, head.length);
      stage<BACKWARD_ROWS>(
          values + next, head.values(), head.width(), firstKey + BACKWARD_ROWS, head.length);
    }
    commitCopies();
    waitForCopies<1>();
    __syncthreads();
    float scores[BACKWARD_ROWS / 8][4];
    float dp[BACKWARD_ROWS / 8][4];
    clear(scores);
    clear(dp);
    multiplyByTransposed<BACKWARD_ROWS>(scores, leftQueries, keys + now);
    multiplyByTransposed<BACKWARD_ROWS>(dp, leftGradients, values + now);
    bool hides = head.hides(firstOfWarp, firstKey, BACKWARD_ROWS);
#pragma unroll
    for (int n = 0; n < BACKWARD_ROWS / 8; n++) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
        backward(head, dropout, hides, of[i / 2], firstOfWarp + rowOf(i),
                 firstKey + columnOf(n, i), scores[n][i], dp[n][i]);
      }
    }
    multiplyBy<BACKWARD_ROWS>(sums, scores, keys + now);
    __syncthreads();  // before this tile's place is filled again
  }
  float scale = 1 / sqrtf((float)HEAD_SIZE);
  float factors[2] = {scale, scale};
  bfloat16* first = dQkv + (head.queries() - qkv);
  write(sums, factors, first, head.width(), firstOfWarp, head.length);
}

extern "C" __global__ void __launch_bounds__(THREADS, 2) attention_gradient_tiles_keys(
    const int* starts, int rows, int heads, int causal, DROPOUT_PARAMETERS, const bfloat16* qkv,
    const float* logSumExp, const float* delta, const bfloat16* dContext, bfloat16* dQkv) {
  Head head(starts, heads, causal, qkv);
  Dropout dropout = DROPOUT;
  int firstKey = blockIdx.x * KEPT_ROWS;
  if (firstKey >= head.length) {
    return;
  }
  bfloat16* keys = reinterpret_cast<bfloat16*>(dynamicShared());
  bfloat16* values = keys + KEPT_ROWS * STRIDE;
  bfloat16* queries = values + KEPT_ROWS * STRIDE;             // two tiles
  bfloat16* gradients = queries + 2 * BACKWARD_ROWS * STRIDE;  // two tiles
  QueryNumbers* numbers =
      reinterpret_cast<QueryNumbers*>(gradients + 2 * BACKWARD_ROWS * STRIDE);  // of two tiles
  int warpRow = threadIdx.x / WARP * 16;
  int firstOfWarp = firstKey + warpRow;
  LeftRows<(HEAD_SIZE <= 64)> leftKeys(keys, warpRow);
  LeftRows<(HEAD_SIZE <= 64)> leftValues(values, warpRow);
  float keySums[HEAD_SIZE / 8][4];
  float valueSums[HEAD_SIZE / 8][4];
  clear(keySums);
  clear(valueSums);
  int firstTile = head.causal ? firstKey / BACKWARD_ROWS : 0;
  int tiles = (head.length + BACKWARD_ROWS - 1) / BACKWARD_ROWS;
  stage<KEPT_ROWS>(keys, head.keys(), head.width(), firstKey, head.length);
  stage<KEPT_ROWS>(values, head.values(), head.width(), firstKey, head.length);
  for (int tile = firstTile - 1; tile < tiles; tile++) {
    int next = tile + 1;
    if (next < tiles) {
      int firstQuery = next * BACKWARD_ROWS;
      int at = next % 2 * BACKWARD_ROWS;
      stage<BACKWARD_ROWS>(
          queries + at * STRIDE, head.queries(), head.width(), firstQuery, head.length);
      stage<BACKWARD_ROWS>(
          gradients + at * STRIDE, head.in(dContext), head.hidden(), firstQuery, head.length);
      if (threadIdx.x < BACKWARD_ROWS) {
        numbers[at + threadIdx.x].read(
            head, dropout, rows, logSumExp, delta, firstQuery + threadIdx.x);
      }
    }
    commitCopies();
    if (tile < firstTile) {
      continue;  // the first copies are on their way
    }
    waitForCopies<1>();
    __syncthreads();
    if (tile == firstTile) {
      leftKeys.load();
      leftValues.load();
    }
    int firstQuery = tile * BACKWARD_ROWS;
    int at = tile % 2 * BACKWARD_ROWS;
    float scores[BACKWARD_ROWS / 8][4];
    float dp[BACKWARD_ROWS / 8][4];
    clear(scores);
    clear(dp);
    multiplyByTransposed<BACKWARD_ROWS>(scores, leftKeys, queries + at * STRIDE);
    multiplyByTransposed<BACKWARD_ROWS>(dp, leftValues, gradients + at * STRIDE);
    bool hides = head.hides(firstQuery, firstOfWarp, 16);
#pragma unroll
    for (int n = 0; n < BACKWARD_ROWS / 8; n++) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
        int column = columnOf(n, i);
        backward(head, dropout, hides, numbers[at + column], firstQuery + column,
                 firstOfWarp + rowOf(i), scores[n][i], dp[n][i]);
      }
    }
    multiplyBy<BACKWARD_ROWS>(valueSums, dp, gradients + at * STRIDE);
    multiplyBy<BACKWARD_ROWS>(keySums, scores, queries + at * STRIDE);
    __syncthreads();  // before this tile's place is filled again
  }
  float scale = 1 / sqrtf((float)HEAD_SIZE);
  float scales[2] = {scale, scale};
  float ones[2] = {1, 1};
  bfloat16* first = dQkv + (head.queries() - qkv);
  write(keySums, scales, first + head.hidden(), head.width(), firstOfWarp, head.length);
  write(valueSums, ones, first + 2 * head.hidden(), head.width(), firstOfWarp, head.length);
}
