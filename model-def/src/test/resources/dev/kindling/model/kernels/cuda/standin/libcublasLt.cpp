// Matrix products, column-major, in plain loops. Of three algorithms that it names the second is one
// that the heuristic found no way to use; the third wants scratch memory and adds the other way round.

#include <algorithm>
#include <cmath>

using namespace standin;

namespace {

enum Result { OK = 0, NOT_INITIALIZED = 1, INVALID = 7, NOT_SUPPORTED = 15 };

enum Type { FLOAT32 = 0, BFLOAT16 = 14 };

enum Epilogue { NONE = 1, BIAS = 4, GELU_AUX_BIAS = 164, DGELU = 192, BGRADA = 256, BGRADB = 512 };

enum Attribute {
  TRANSA = 3,
  TRANSB = 4,
  EPILOGUE = 7,
  BIAS_POINTER = 8,
  AUX_POINTER = 11,
  AUX_LD = 12,
};

enum Preferred { MAX_WORKSPACE_BYTES = 1, MIN_ALIGNMENT_A_BYTES = 5, MIN_ALIGNMENT_D_BYTES = 8 };

constexpr int COMPUTE_32F = 68;
constexpr size_t SCRATCH_BYTES = 1 << 20;

struct Library {
  int gpu;
};

struct Description {
  uint64_t mark;
  int transposeA, transposeB;
  int epilogue;
  void* bias;
  void* auxiliary;
  int64_t auxiliaryStride;
};

struct Layout {
  uint64_t mark;
  int type;
  uint64_t rows, columns;
  int64_t stride;
};

struct Preference {
  uint64_t mark;
  uint64_t workspaceBytes;
  uint32_t alignment[4];
};

constexpr uint64_t DESCRIPTION = 0x6465736372697074, LAYOUT = 0x6c61796f7574, PREFERENCE = 0x70726566;

// As large as cublasLtMatmulAlgo_t.
struct Algorithm {
  uint64_t number;  // 1 and 2; 0 is none
  uint64_t problem;
  uint32_t alignment[4];
  uint32_t biasAlignment, auxiliaryAlignment;
  uint64_t rest[3];
};

struct Found {
  Algorithm algorithm;
  size_t workspaceBytes;
  int state;
  float waves;
  int reserved[4];
};

static_assert(sizeof(Algorithm) == 64 && sizeof(Found) == 96, "as cublasLt.h has them");

template <typename T>
int start(T* target, size_t bytes, uint64_t mark) {
  if (target == nullptr || bytes < sizeof(T)) {
    return INVALID;
  }
  memset(static_cast<void*>(target), 0, bytes);
  target->mark = mark;
  return OK;
}

template <typename T>
int take(T& target, const void* value, size_t bytes) {
  if (value == nullptr || bytes != sizeof(T)) {
    return INVALID;
  }
  memcpy(&target, value, sizeof(T));
  return OK;
}

bool hasBias(int epilogue) {
  return epilogue == BIAS || epilogue == GELU_AUX_BIAS || epilogue == BGRADA || epilogue == BGRADB;
}

bool hasAuxiliary(int epilogue) { return epilogue == GELU_AUX_BIAS || epilogue == DGELU; }

uint32_t alignmentOf(const void* address) {
  uintptr_t bits = reinterpret_cast<uintptr_t>(address) | ALIGNMENT;
  return uint32_t(bits & ~(bits - 1));
}

// What a product is, taken apart and checked.
struct Problem {
  Description d;
  Layout a, b, c;
  size_t m, n, k;

  int check() const {
    if (d.mark != DESCRIPTION || a.mark != LAYOUT || b.mark != LAYOUT || c.mark != LAYOUT) {
      return INVALID;
    }
    for (const Layout& layout : {a, b, c}) {
      if (layout.stride < int64_t(layout.rows)) {
        return INVALID;
      }
    }
    bool shapes = (d.transposeA ? a.columns : a.rows) == m && (d.transposeB ? b.columns : b.rows) == k &&
                  (d.transposeB ? b.rows : b.columns) == n;
    if (!shapes || (hasBias(d.epilogue) && d.bias == nullptr)) {
      return INVALID;
    }
    if (hasAuxiliary(d.epilogue) &&
        (d.auxiliary == nullptr || d.auxiliaryStride < int64_t(m) || d.auxiliaryStride % 8 != 0)) {
      return INVALID;
    }
    bool types = a.type == b.type && (c.type == a.type || c.type == FLOAT32);
    return types ? OK : NOT_SUPPORTED;
  }

  // Names it, but for the addresses.
  uint64_t hash() const {
    uint64_t hash = 1469598103934665603u;
    for (uint64_t value : {uint64_t(d.transposeA), uint64_t(d.transposeB), uint64_t(d.epilogue),
                           uint64_t(d.auxiliaryStride), uint64_t(a.type), uint64_t(c.type), m, n, k,
                           uint64_t(a.stride), uint64_t(b.stride), uint64_t(c.stride)}) {
      hash = (hash ^ value) * 1099511628211u;
    }
    return hash;
  }
};

int problem(Problem& p, const Description* d, const Layout* a, const Layout* b, const Layout* c,
            const Layout* result) {
  if (d == nullptr || a == nullptr || b == nullptr || c == nullptr || result == nullptr ||
      memcmp(c, result, sizeof(Layout)) != 0) {
    return INVALID;
  }
  p.d = *d;
  p.a = *a;
  p.b = *b;
  p.c = *c;
  p.m = c->rows;
  p.n = c->columns;
  p.k = d->transposeA ? a->rows : a->columns;
  return p.check();
}

size_t width(int type) { return type == FLOAT32 ? 4 : 2; }

float read(const void* base, size_t index, int type) {
  uint32_t bits = 0;
  if (type == FLOAT32) {
    memcpy(&bits, static_cast<const char*>(base) + 4 * index, 4);
  } else {
    uint16_t half;
    memcpy(&half, static_cast<const char*>(base) + 2 * index, 2);
    bits = uint32_t(half) << 16;
  }
  float value;
  memcpy(&value, &bits, 4);
  return value;
}

void write(void* base, size_t index, int type, float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  if (type == FLOAT32) {
    memcpy(static_cast<char*>(base) + 4 * index, &bits, 4);
  } else {
    uint16_t half = std::isnan(value) ? 0x7fff : uint16_t((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
    memcpy(static_cast<char*>(base) + 2 * index, &half, 2);
  }
}

double gelu(double x) {
  return 0.5 * x * (1 + std::tanh(std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x)));
}

double geluSlope(double x) {
  double s = std::sqrt(2 / M_PI);
  double t = std::tanh(s * (x + 0.044715 * x * x * x));
  return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * s * (1 + 3 * 0.044715 * x * x);
}

size_t bytesOf(const Layout& layout) {
  return (size_t(layout.stride) * (layout.columns - 1) + layout.rows) * width(layout.type);
}

struct Run {
  Problem p;
  float alpha, beta;
  const void *a, *b, *c;
  void *result, *scratch;
  bool backwards;

  bool present() const {
    const Description& d = p.d;
    size_t type = width(p.c.type);
    size_t biasBytes = type * (d.epilogue == BGRADB ? p.n : p.m);
    size_t auxiliaryBytes = type * (size_t(d.auxiliaryStride) * (p.n - 1) + p.m);
    return onGpu(a, bytesOf(p.a)) && onGpu(b, bytesOf(p.b)) && onGpu(result, bytesOf(p.c)) &&
           (beta == 0 || onGpu(c, bytesOf(p.c))) &&
           (!hasBias(d.epilogue) || onGpu(d.bias, biasBytes)) &&
           (!hasAuxiliary(d.epilogue) || onGpu(d.auxiliary, auxiliaryBytes));
  }

  float left(size_t i, size_t k) const {
    size_t stride = size_t(p.a.stride);
    return read(a, p.d.transposeA ? k + i * stride : i + k * stride, p.a.type);
  }

  float right(size_t k, size_t j) const {
    size_t stride = size_t(p.b.stride);
    return read(b, p.d.transposeB ? j + k * stride : k + j * stride, p.b.type);
  }

  void operator()() const {
    if (!present()) {
      fail(ILLEGAL_ADDRESS, "a product reads or writes what is not its own");
      return;
    }
    if (backwards) {
      memset(scratch, 0xab, SCRATCH_BYTES);
    }
    for (size_t j = 0; j < p.n; j++) {
      for (size_t i = 0; i < p.m; i++) {
        float sum = 0;
        for (size_t step = 0; step < p.k; step++) {
          size_t k = backwards ? p.k - 1 - step : step;
          sum += left(i, k) * right(k, j);
        }
        size_t at = i + j * size_t(p.c.stride);
        sum = alpha * sum + (beta == 0 ? 0 : beta * read(c, at, p.c.type));
        write(result, at, p.c.type, finish(sum, i, j));
      }
    }
    for (size_t j = 0; p.d.epilogue == BGRADB && j < p.n; j++) {
      float sum = 0;
      for (size_t k = 0; k < p.k; k++) {
        sum += right(k, j);
      }
      write(p.d.bias, j, p.c.type, sum);
    }
    for (size_t i = 0; p.d.epilogue == BGRADA && i < p.m; i++) {
      float sum = 0;
      for (size_t k = 0; k < p.k; k++) {
        sum += left(i, k);
      }
      write(p.d.bias, i, p.c.type, sum);
    }
  }

  float finish(float sum, size_t i, size_t j) const {
    const Description& d = p.d;
    size_t atAuxiliary = i + j * size_t(d.auxiliaryStride);
    switch (d.epilogue) {
      case BIAS: return sum + read(d.bias, i, p.c.type);
      case GELU_AUX_BIAS:
        sum += read(d.bias, i, p.c.type);
        write(d.auxiliary, atAuxiliary, p.c.type, sum);
        return float(gelu(sum));
      case DGELU: return sum * float(geluSlope(read(d.auxiliary, atAuxiliary, p.c.type)));
      default: return sum;
    }
  }
};

}  // namespace

extern "C" {

size_t cublasLtGetVersion() { return 130100; }

const char* cublasLtGetStatusString(int status) {
  switch (status) {
    case OK: return "CUBLAS_STATUS_SUCCESS";
    case NOT_INITIALIZED: return "CUBLAS_STATUS_NOT_INITIALIZED";
    case INVALID: return "CUBLAS_STATUS_INVALID_VALUE";
    default: return "CUBLAS_STATUS_NOT_SUPPORTED";
  }
}

int cublasLtCreate(Library** library) {
  if (library == nullptr) {
    return INVALID;
  }
  if (current() == ANY_GPU) {
    return NOT_INITIALIZED;
  }
  *library = new Library{current()};
  add(*library, PRODUCTS);
  return OK;
}

int cublasLtDestroy(Library* library) {
  if (!is(library, PRODUCTS)) {
    return NOT_INITIALIZED;
  }
  remove(library);
  delete library;
  return OK;
}

int cublasLtMatrixLayoutInit_internal(Layout* layout, size_t bytes, int type, uint64_t rows,
                                      uint64_t columns, int64_t stride) {
  if ((type != FLOAT32 && type != BFLOAT16) || rows == 0 || columns == 0 ||
      start(layout, bytes, LAYOUT) != OK) {
    return INVALID;
  }
  *layout = {LAYOUT, type, rows, columns, stride};
  return OK;
}

int cublasLtMatmulDescInit_internal(Description* description, size_t bytes, int compute, int scale) {
  if (compute != COMPUTE_32F || scale != FLOAT32) {
    return INVALID;
  }
  int status = start(description, bytes, DESCRIPTION);
  if (status == OK) {
    description->epilogue = NONE;
  }
  return status;
}

int cublasLtMatmulDescSetAttribute(Description* d, int attribute, const void* value, size_t bytes) {
  if (d == nullptr || d->mark != DESCRIPTION) {
    return INVALID;
  }
  switch (attribute) {
    case TRANSA: return take(d->transposeA, value, bytes);
    case TRANSB: return take(d->transposeB, value, bytes);
    case EPILOGUE: return take(d->epilogue, value, bytes);
    case BIAS_POINTER: return take(d->bias, value, bytes);
    case AUX_POINTER: return take(d->auxiliary, value, bytes);
    case AUX_LD: return take(d->auxiliaryStride, value, bytes);
    default: return INVALID;
  }
}

int cublasLtMatmulPreferenceInit_internal(Preference* preference, size_t bytes) {
  int status = start(preference, bytes, PREFERENCE);
  if (status == OK) {
    std::fill_n(preference->alignment, 4, uint32_t(ALIGNMENT));
  }
  return status;
}

int cublasLtMatmulPreferenceSetAttribute(Preference* preference, int attribute, const void* value,
                                         size_t bytes) {
  if (preference == nullptr || preference->mark != PREFERENCE) {
    return INVALID;
  }
  if (attribute == MAX_WORKSPACE_BYTES) {
    return take(preference->workspaceBytes, value, bytes);
  }
  if (attribute < MIN_ALIGNMENT_A_BYTES || attribute > MIN_ALIGNMENT_D_BYTES) {
    return INVALID;
  }
  return take(preference->alignment[attribute - MIN_ALIGNMENT_A_BYTES], value, bytes);
}

int cublasLtMatmulAlgoGetHeuristic(Library* library, const Description* description,
                                   const Layout* a, const Layout* b, const Layout* c,
                                   const Layout* result, const Preference* preference,
                                   int requested, Found* found, int* count) {
  if (!is(library, PRODUCTS)) {
    return NOT_INITIALIZED;
  }
  Problem p;
  if (preference == nullptr || preference->mark != PREFERENCE || requested < 1 ||
      found == nullptr || count == nullptr) {
    return INVALID;
  }
  if (int status = problem(p, description, a, b, c, result)) {
    return status;
  }
  Algorithm algorithm{1, p.hash(), {}, alignmentOf(p.d.bias), alignmentOf(p.d.auxiliary), {}};
  std::copy_n(preference->alignment, 4, algorithm.alignment);
  *count = 0;
  found[(*count)++] = {algorithm, 0, OK, 1, {}};
  if (requested >= 3 && preference->workspaceBytes >= SCRATCH_BYTES) {
    found[(*count)++] = {{}, ~size_t(0), NOT_SUPPORTED, 0, {}};
    algorithm.number = 2;
    found[(*count)++] = {algorithm, SCRATCH_BYTES, OK, 1, {}};
  }
  return OK;
}

int cublasLtMatmul(Library* library, const Description* description, const float* alpha,
                   const void* a, const Layout* layoutA, const void* b, const Layout* layoutB,
                   const float* beta, const void* c, const Layout* layoutC, void* result,
                   const Layout* layoutOfResult, const Algorithm* algorithm, void* workspace,
                   size_t workspaceBytes, Stream* stream) {
  if (!is(library, PRODUCTS) || library->gpu != current()) {
    return NOT_INITIALIZED;
  }
  Problem p;
  if (int status = problem(p, description, layoutA, layoutB, layoutC, layoutOfResult)) {
    return status;
  }
  if (alpha == nullptr || beta == nullptr || a == nullptr || b == nullptr || result == nullptr ||
      algorithm == nullptr || (*beta != 0 && c == nullptr)) {
    return INVALID;
  }
  if (algorithm->number < 1 || algorithm->number > 2 || algorithm->problem != p.hash()) {
    return NOT_SUPPORTED;
  }
  bool aligned = alignmentOf(a) >= algorithm->alignment[0] &&
                 alignmentOf(b) >= algorithm->alignment[1] &&
                 alignmentOf(c) >= algorithm->alignment[2] &&
                 alignmentOf(result) >= algorithm->alignment[3] &&
                 (!hasBias(p.d.epilogue) || alignmentOf(p.d.bias) >= algorithm->biasAlignment) &&
                 (!hasAuxiliary(p.d.epilogue) ||
                  alignmentOf(p.d.auxiliary) >= algorithm->auxiliaryAlignment);
  bool scratch = algorithm->number == 1 ||
                 (workspaceBytes >= SCRATCH_BYTES && onGpu(workspace, workspaceBytes) &&
                  alignmentOf(workspace) == ALIGNMENT);
  if (!aligned || !scratch) {
    return INVALID;
  }
  Run run{p, *alpha, *beta, a, b, c, result, workspace, algorithm->number == 2};
  return queue(stream, run) == SUCCESS ? OK : INVALID;
}
}
