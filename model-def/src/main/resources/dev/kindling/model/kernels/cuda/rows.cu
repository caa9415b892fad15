// Rows by their numbers: the looking up of embeddings, its gradient, and the choice of rows.
#include "common.cuh"

// Row r of y becomes, or has added, row indices[r] of x; a warp takes a row.
template <int N, bool add, typename X, typename Y>
__device__ __forceinline__ void gatherRow(int row, int columns, int index, const X* x, Y* y) {
  const X* from = x + (long long)index * columns;
  Y* to = y + (long long)row * columns;
  for (int column = lane() * N; column < columns; column += WARP * N) {
    float v[N];
    load<N>(from + column, v);
    if (add) {
      float old[N];
      load<N>(to + column, old);
#pragma unroll
      for (int j = 0; j < N; j++) {
        v[j] += old[j];
      }
    }
    store<N>(v, to + column);
  }
}

template <bool add, typename X, typename Y>
__device__ __forceinline__ void gather(
    int rows, int columns, const int* indices, const X* x, Y* y) {
  int row = warpRow();
  if (row >= rows) {
    return;
  }
  if (columns % 4 == 0 && aligned(x) && aligned(y)) {
    gatherRow<4, add>(row, columns, indices[row], x, y);
  } else {
    gatherRow<1, add>(row, columns, indices[row], x, y);
  }
}

// Sums of rows with equal index, in the order of their numbers: `order` names rows with equal index
// one after another. A block takes a piece of that order, a thread a column. Of runs that lie
// within a piece the sum is added to the table; what a piece has of a run that crosses its borders
// is a partial sum, (pieces, 2, columns): of the run it begins with, of the run it ends with.
#define PIECE_ROWS 64

template <typename X, typename T>
__device__ __forceinline__ void scatterAdd(
    int rows, int columns, const int* indices, const int* order, const X* x, T* table,
    float* partials) {
  int column = blockIdx.y * blockDim.x + threadIdx.x;
  if (column >= columns) {
    return;
  }
  int start = blockIdx.x * PIECE_ROWS;
  int end = min(rows, start + PIECE_ROWS);
  float* own = partials + 2ll * blockIdx.x * columns + column;
  bool crossesStart = start > 0 && indices[order[start - 1]] == indices[order[start]];
  float sum = 0;
#pragma unroll 4
  for (int i = start; i < end; i++) {
    int row = order[i];
    int index = indices[row];
    sum += widen(x[(long long)row * columns + column]);
    bool last = i + 1 == rows || indices[order[i + 1]] != index;
    if (last && crossesStart) {
      own[0] = sum;
    } else if (last) {
      T* target = table + (long long)index * columns + column;
      narrow(widen(*target) + sum, *target);
    }
    if (last) {
      crossesStart = false;
      sum = 0;
    } else if (i + 1 == end) {
      own[crossesStart ? 0 : columns] = sum;
    }
  }
}

// Adds the runs that cross borders: the block of the piece where one begins sums its parts.
template <typename T>
__device__ __forceinline__ void scatterAddBorders(
    int rows, int columns, const int* indices, const int* order, const float* partials, T* table) {
  int column = blockIdx.y * blockDim.x + threadIdx.x;
  int end = (blockIdx.x + 1) * PIECE_ROWS;
  if (column >= columns || end >= rows) {
    return;
  }
  int index = indices[order[end - 1]];
  int first = blockIdx.x * PIECE_ROWS;
  bool beganBefore = first > 0 && indices[order[first - 1]] == index;
  if (indices[order[end]] != index || beganBefore) {
    return;
  }
  const float* from = partials + column;
  float sum = from[(2ll * blockIdx.x + 1) * columns];
  for (int piece = blockIdx.x + 1;; piece++) {
    sum += from[2ll * piece * columns];
    int next = (piece + 1) * PIECE_ROWS;
    if (next >= rows || indices[order[next]] != index) {
      break;
    }
  }
  T* target = table + (long long)index * columns + column;
  narrow(widen(*target) + sum, *target);
}

extern "C" __global__ void gather_add_rows(
    int rows, int columns, const int* indices, const float* table, float* y) {
  gather<true>(rows, columns, indices, table, y);
}

#define OF_TABLE(T)                                                                          \
  extern "C" __global__ void scatter_add_borders_##T(                                        \
      int rows, int columns, const int* indices, const int* order, const float* partials,    \
      T* table) {                                                                            \
    scatterAddBorders(rows, columns, indices, order, partials, table);                       \
  }

#define OF_TWO(X, Y)                                                                         \
  extern "C" __global__ void gather_rows_##X##_##Y(                                          \
      int rows, int columns, const int* indices, const X* x, Y* y) {                         \
    gather<false>(rows, columns, indices, x, y);                                             \
  }                                                                                          \
  extern "C" __global__ void scatter_add_rows_##X##_##Y(                                     \
      int rows, int columns, const int* indices, const int* order, const X* x, Y* table,     \
      float* partials) {                                                                     \
    scatterAdd(rows, columns, indices, order, x, table, partials);                           \
  }

OF_TABLE(float32)
OF_TABLE(bfloat16)
OF_TWO(float32, float32)
OF_TWO(float32, bfloat16)
OF_TWO(bfloat16, float32)
OF_TWO(bfloat16, bfloat16)
