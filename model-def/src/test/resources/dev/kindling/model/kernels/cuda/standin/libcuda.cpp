// The driver: modules and launches. A module is a library that the emulation of kernels compiled.

#include <dlfcn.h>
#include <elf.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <map>

extern "C" const char* kindling_launch(void (*trampoline)(unsigned char*), const unsigned int* grid,
                                       int threads, int sharedBytes, void* slots, long seed);

namespace standin {

namespace {

struct Block {
  size_t bytes;
  int gpu;
};

std::map<uintptr_t, Block> blocks;
std::map<const void*, Kind> handles;

const Block* blockOf(const void* address, size_t bytes) {
  uintptr_t at = reinterpret_cast<uintptr_t>(address);
  auto next = blocks.upper_bound(at);
  if (next == blocks.begin()) {
    return nullptr;
  }
  auto block = std::prev(next);
  return at + bytes <= block->first + block->second.bytes ? &block->second : nullptr;
}

// What has no content yet, or no more, reads as NaN: at the start of a block, where it would show.
void spoil(void* address, size_t bytes) { memset(address, 0xff, std::min(bytes, size_t(1) << 20)); }

}  // namespace

void add(const void* handle, Kind kind) { handles[handle] = kind; }

bool is(const void* handle, Kind kind) {
  auto found = handles.find(handle);
  return found != handles.end() && found->second == kind;
}

void remove(const void* handle) { handles.erase(handle); }

int& current() {
  thread_local int gpu = ANY_GPU;
  return gpu;
}

int& fault() {
  static int status = SUCCESS;
  return status;
}

void fail(int status, const std::string& reason) {
  fprintf(stderr, "stand-in: %s\n", reason.c_str());
  fault() = status;
}

int capability() {
  const char* given = getenv("KINDLING_STANDIN_CAPABILITY");
  return given == nullptr ? 90 : atoi(given);
}

int allocate(void** address, size_t bytes, int gpu) {
  if (address == nullptr) {
    return INVALID_VALUE;
  }
  *address = nullptr;
  if (bytes == 0) {
    return SUCCESS;
  }
  if (gpu != ANY_GPU && bytes > TOTAL_BYTES - usedBytes()) {
    return OUT_OF_MEMORY;
  }
  *address = aligned_alloc(ALIGNMENT, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  spoil(*address, bytes);
  blocks[reinterpret_cast<uintptr_t>(*address)] = {bytes, gpu};
  return SUCCESS;
}

int release(void* address, int gpu) {
  if (address == nullptr) {
    return SUCCESS;
  }
  auto block = blocks.find(reinterpret_cast<uintptr_t>(address));
  if (block == blocks.end() || block->second.gpu != gpu) {
    return INVALID_VALUE;
  }
  spoil(address, block->second.bytes);
  blocks.erase(block);
  free(address);
  return SUCCESS;
}

size_t usedBytes() {
  size_t used = 0;
  for (const auto& block : blocks) {
    used += block.second.gpu == current() ? block.second.bytes : 0;
  }
  return used;
}

bool onGpu(const void* address, size_t bytes) {
  const Block* block = blockOf(address, bytes);
  return block != nullptr && block->gpu == current();
}

bool pageLocked(const void* address, size_t bytes) {
  const Block* block = blockOf(address, bytes);
  return block != nullptr && block->gpu == ANY_GPU;
}

bool known(const void* address) { return blockOf(address, 1) != nullptr; }

int queue(Stream* stream, Work work) {
  if (!is(stream, STREAM) || stream->gpu != current()) {
    return INVALID_HANDLE;
  }
  if (fault() != SUCCESS) {
    return fault();
  }
  if (stream->capture != nullptr) {
    stream->capture->work.push_back(std::move(work));
  } else {
    stream->waiting.push_back(std::move(work));
    stream->queued++;
  }
  return SUCCESS;
}

int drain(Stream* stream, long place) {
  while (stream->done < place && fault() == SUCCESS) {
    Work work = std::move(stream->waiting.front());
    stream->waiting.pop_front();
    work();
    stream->done++;
  }
  return fault();
}

static std::vector<Stream*> streams() {
  std::vector<Stream*> all;
  for (const auto& handle : handles) {
    if (handle.second == STREAM) {
      all.push_back(static_cast<Stream*>(const_cast<void*>(handle.first)));
    }
  }
  return all;
}

int drainAll() {
  for (Stream* stream : streams()) {
    if (stream->gpu == current()) {
      drain(stream, stream->queued);
    }
  }
  return fault();
}

int forbiddenInCapture() {
  for (Stream* stream : streams()) {
    if (stream->capture != nullptr && stream->capturer == std::this_thread::get_id()) {
      stream->broken = true;
      return CAPTURE_UNSUPPORTED;
    }
  }
  return SUCCESS;
}

}  // namespace standin

using namespace standin;

namespace {

struct Module {
  int gpu;
  void* library;
  std::string file;
  std::vector<void*> functions;
};

struct Function {
  Module* module;
  std::string name;
  void (*trampoline)(unsigned char*);
  int arguments;
  int sharedBytes = 48 << 10;
};

constexpr int MAX_DYNAMIC_SHARED_SIZE_BYTES = 8;  // of CUfunction_attribute

// Machine code is what the emulation compiled; portable code, text, names the file that it is in.
std::string libraryOf(const char* image) {
  if (memcmp(image, ELFMAG, SELFMAG) != 0) {
    return std::string(image).compare(0, 12, "// library: ") == 0 ? image + 12 : "";
  }
  Elf64_Ehdr header;
  memcpy(&header, image, sizeof(header));
  size_t bytes = header.e_shoff + size_t(header.e_shnum) * header.e_shentsize;
  char name[] = "/tmp/kindling-module-XXXXXX";
  int file = mkstemp(name);
  bool written = file >= 0 && write(file, image, bytes) == ssize_t(bytes);
  close(file);
  return written ? name : "";
}

}  // namespace

extern "C" {

int cuModuleLoadData(Module** module, const void* image) {
  if (module == nullptr || image == nullptr) {
    return INVALID_VALUE;
  }
  if (current() == ANY_GPU) {
    return INVALID_CONTEXT;
  }
  if (int status = forbiddenInCapture()) {
    return status;
  }
  std::string file = libraryOf(static_cast<const char*>(image));
  void* library = file.empty() ? nullptr : dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (file.compare(0, 5, "/tmp/") == 0) {
    unlink(file.c_str());
  }
  if (library == nullptr) {
    return INVALID_IMAGE;
  }
  *module = new Module{current(), library, file, {}};
  add(*module, MODULE);
  return SUCCESS;
}

int cuModuleUnload(Module* module) {
  if (!is(module, MODULE)) {
    return INVALID_HANDLE;
  }
  if (module->gpu != current()) {
    return INVALID_CONTEXT;
  }
  drainAll();
  for (void* function : module->functions) {
    remove(function);
  }
  remove(module);
  dlclose(module->library);
  delete module;
  return SUCCESS;
}

int cuModuleGetFunction(Function** function, Module* module, const char* name) {
  if (function == nullptr || name == nullptr) {
    return INVALID_VALUE;
  }
  if (!is(module, MODULE)) {
    return INVALID_HANDLE;
  }
  void* trampoline = dlsym(module->library, ("call_" + std::string(name)).c_str());
  void* arguments = dlsym(module->library, ("arguments_" + std::string(name)).c_str());
  if (trampoline == nullptr || arguments == nullptr) {
    return NOT_FOUND;
  }
  *function = new Function{module, name, reinterpret_cast<void (*)(unsigned char*)>(trampoline),
                           *static_cast<int*>(arguments)};
  module->functions.push_back(*function);
  add(*function, FUNCTION);
  return SUCCESS;
}

int cuFuncSetAttribute(Function* function, int attribute, int value) {
  if (!is(function, FUNCTION)) {
    return INVALID_HANDLE;
  }
  if (attribute != MAX_DYNAMIC_SHARED_SIZE_BYTES || value < 0 || value > SHARED_BYTES) {
    return INVALID_VALUE;
  }
  function->sharedBytes = value;
  return SUCCESS;
}

int cuLaunchKernel(Function* function, unsigned int gridX, unsigned int gridY, unsigned int gridZ,
                   unsigned int blockX, unsigned int blockY, unsigned int blockZ,
                   unsigned int sharedBytes, Stream* stream, void** arguments, void** extra) {
  if (current() == ANY_GPU) {
    return INVALID_CONTEXT;
  }
  if (!is(function, FUNCTION) || function->module->gpu != current()) {
    return INVALID_HANDLE;
  }
  bool grid = gridX > 0 && gridX <= INT32_MAX && gridY > 0 && gridY <= UINT16_MAX && gridZ > 0 &&
              gridZ <= UINT16_MAX;
  bool block = blockX > 0 && blockX <= 1024 && blockY == 1 && blockZ == 1;
  if (!grid || !block || int(sharedBytes) > function->sharedBytes || extra != nullptr ||
      (arguments == nullptr && function->arguments > 0)) {
    return INVALID_VALUE;
  }
  std::vector<uint64_t> slots(size_t(function->arguments) + 1);
  for (int i = 0; i < function->arguments; i++) {
    memcpy(&slots[size_t(i)], arguments[i], sizeof(uint64_t));
  }
  return queue(stream, [=]() mutable {
    unsigned int size[] = {gridX, gridY, gridZ};
    const char* error = kindling_launch(function->trampoline, size, int(blockX), int(sharedBytes),
                                        slots.data(), 1);
    if (error != nullptr) {
      fail(LAUNCH_FAILED, function->name + ": " + error);
    }
  });
}

int cuGetErrorString(int status, const char** text) {
  static const std::map<int, const char*> texts = {
      {INVALID_VALUE, "invalid argument"},       {INVALID_IMAGE, "device kernel image is invalid"},
      {INVALID_CONTEXT, "invalid device context"}, {INVALID_HANDLE, "invalid resource handle"},
      {NOT_FOUND, "named symbol not found"},     {LAUNCH_FAILED, "unspecified launch failure"},
  };
  auto found = texts.find(status);
  *text = found == texts.end() ? nullptr : found->second;
  return found == texts.end() ? INVALID_VALUE : SUCCESS;
}
}
