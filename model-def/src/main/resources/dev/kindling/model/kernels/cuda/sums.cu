// Sums over the rows of matrices, in two stages whose order depends on shapes alone.
#include "common.cuh"

// The sums of a group of rows; a thread takes a column.
template <typename X>
__device__ __forceinline__ void columnSums(
    int rows, int columns, int stride, int groupRows, const X* x, float* partials) {
  int column = blockIdx.x * blockDim.x + threadIdx.x;
  int group = blockIdx.y;
  if (column >= columns) {
    return;
  }
  int end = min(rows, (group + 1) * groupRows);
  float sum = 0;
#pragma unroll 8
  for (int row = group * groupRows; row < end; row++) {
    sum += widen(x[(long long)row * stride + column]);
  }
  partials[(long long)group * columns + column] = sum;
}

extern "C" __global__ void column_sums_float32(
    int rows, int columns, int stride, int groupRows, const float32* x, float* partials) {
  columnSums(rows, columns, stride, groupRows, x, partials);
}

extern "C" __global__ void column_sums_bfloat16(
    int rows, int columns, int stride, int groupRows, const bfloat16* x, float* partials) {
  columnSums(rows, columns, stride, groupRows, x, partials);
}

// The sums over groups of partials (groups, targets, columns): a block takes 32 columns of a
// target, each of its warps every eighth group.
extern "C" __global__ void sum_partials(
    int groups, int columns, const float* partials, int accumulate, float* first, float* second) {
  __shared__ float sums[8][WARP];
  int warp = threadIdx.x / WARP;
  int warps = blockDim.x / WARP;
  int column = blockIdx.x * WARP + lane();
  int width = gridDim.y * columns;
  const float* from = partials + blockIdx.y * columns;
  float sum = 0;
  if (column < columns) {
#pragma unroll 4
    for (int group = warp; group < groups; group += warps) {
      sum += from[(long long)group * width + column];
    }
  }
  sums[warp][lane()] = sum;
  __syncthreads();
  if (warp == 0 && column < columns) {
    float* target = blockIdx.y == 0 ? first : second;
    sum = accumulate ? target[column] : 0;
    for (int i = 0; i < warps; i++) {
      sum += sums[i][lane()];
    }
    target[column] = sum;
  }
}
