// Instructions of the GPU that CUDA C++ has no name for without the toolkit's headers, which a
// machine that only runs kernels does not have. The emulator of the tests brings twins of them.
#ifndef KINDLING_EMULATED

// Dynamic shared memory of the block.
__device__ __forceinline__ unsigned char* dynamicShared() {
  alignas(128) extern __shared__ unsigned char shared[];
  return shared;
}

__device__ __forceinline__ unsigned int sharedAddress(const void* pointer) {
  return (unsigned int)__cvta_generic_to_shared(pointer);
}

// Two floats rounded to bfloat16, nearest even: the first in the lower half.
__device__ __forceinline__ unsigned int roundPair(float first, float second) {
  unsigned int pair;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(pair) : "f"(second), "f"(first));
  return pair;
}

__device__ __forceinline__ unsigned short roundOne(float value) {
  unsigned short bits;
  asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(bits) : "f"(value));
  return bits;
}

// Two to the power of x, to 2 units in the last place; 0 below -126.
__device__ __forceinline__ float powerOfTwo(float x) {
  float y;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

// Copies 16 bytes to shared memory, or zeros where !present; ends with waitForCopies.
__device__ __forceinline__ void copyAsync(void* shared, const void* global, bool present) {
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(sharedAddress(shared)),
               "l"(global), "r"(present ? 16 : 0)
               : "memory");
}

// Ends a group of copies.
__device__ __forceinline__ void commitCopies() {
  asm volatile("cp.async.commit_group;" ::: "memory");
}

// Waits until this thread's copies are done but for those of the last `groups` groups.
template <int groups>
__device__ __forceinline__ void waitForCopies() {
  asm volatile("cp.async.wait_group %0;" ::"n"(groups) : "memory");
}

// Four matrices of 8 x 8 bfloat16; lane 8 i + j gives the address of row j of matrix i. Lane l gets
// elements 2 (l % 4) and the next of row l / 4 of each.
__device__ __forceinline__ void loadMatrices(unsigned int (&m)[4], const void* row) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
               : "=r"(m[0]), "=r"(m[1]), "=r"(m[2]), "=r"(m[3])
               : "r"(sharedAddress(row))
               : "memory");
}

// The same, each matrix transposed.
__device__ __forceinline__ void loadTransposed(unsigned int (&m)[4], const void* row) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
               : "=r"(m[0]), "=r"(m[1]), "=r"(m[2]), "=r"(m[3])
               : "r"(sharedAddress(row))
               : "memory");
}

// d += a b with a (16, 16), b (16, 8), both bfloat16, d (16, 8) float. With g = lane / 4, c = 2
// (lane % 4), and pairs of neighbours in k: a holds rows g, g + 8 at columns c, then both at c + 8;
// b holds column g at rows c, then c + 8; d holds row g at columns c, c + 1, then row g + 8.
__device__ __forceinline__ void multiplyAdd(
    float (&d)[4], const unsigned int (&a)[4], unsigned int b0, unsigned int b1) {
  asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, "
      "{%8, %9}, {%0, %1, %2, %3};"
      : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

#endif
