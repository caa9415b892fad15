// The compiler: it hands the source to the emulation of kernels, in Java, which compiles for the CPU.

#include <dlfcn.h>
#include <jni.h>

#include <fstream>
#include <iterator>

using namespace standin;

namespace {

enum Result { OK = 0, INVALID_INPUT = 3, INVALID_PROGRAM = 4, INVALID_OPTION = 5, COMPILATION = 6 };

constexpr int ARCHITECTURES[] = {80, 90, 120};

struct Program {
  std::string source;
  std::string log;
  std::string machineCode;
  std::string portableCode;
};

bool knows(const std::string& architecture) {
  for (int known : ARCHITECTURES) {
    if (architecture == std::to_string(known)) {
      return true;
    }
  }
  return false;
}

// Returns the file of the compiled library; empty, with a log, where it does not compile.
std::string compile(const std::string& definitions, Program& program) {
  using Machines = jint (*)(JavaVM**, jsize, jsize*);
  auto machines = reinterpret_cast<Machines>(dlsym(RTLD_DEFAULT, "JNI_GetCreatedJavaVMs"));
  JavaVM* machine = nullptr;
  jsize count = 0;
  JNIEnv* env = nullptr;
  machines(&machine, 1, &count);
  machine->GetEnv(reinterpret_cast<void**>(&env), JNI_VERSION_10);
  jclass emulation = env->FindClass("dev/kindling/model/kernels/cuda/KernelEmulation");
  jmethodID method = env->GetStaticMethodID(emulation, "compile",
                                            "(Ljava/lang/String;Ljava/lang/String;)[Ljava/lang/String;");
  jstring names = env->NewStringUTF(definitions.c_str());
  jstring text = env->NewStringUTF(program.source.c_str());
  auto results =
      static_cast<jobjectArray>(env->CallStaticObjectMethod(emulation, method, names, text));
  std::string parts[2];  // file and log
  for (int i = 0; i < 2; i++) {
    auto part = static_cast<jstring>(env->GetObjectArrayElement(results, i));
    const char* characters = env->GetStringUTFChars(part, nullptr);
    parts[i] = characters;
    env->ReleaseStringUTFChars(part, characters);
  }
  program.log = parts[1];
  return parts[0];
}

int give(const Program* program, const std::string& content, char* target) {
  if (!is(program, PROGRAM)) {
    return INVALID_PROGRAM;
  }
  if (target == nullptr || content.empty()) {
    return INVALID_INPUT;
  }
  memcpy(target, content.data(), content.size());
  return OK;
}

int giveSize(const Program* program, const std::string& content, size_t* size) {
  if (!is(program, PROGRAM)) {
    return INVALID_PROGRAM;
  }
  return size == nullptr ? INVALID_INPUT : (*size = content.size(), OK);
}

}  // namespace

extern "C" {

int nvrtcVersion(int* major, int* minor) { return *major = 13, *minor = 1, OK; }

int nvrtcGetNumSupportedArchs(int* count) {
  return count == nullptr ? INVALID_INPUT : (*count = int(std::size(ARCHITECTURES)), OK);
}

int nvrtcGetSupportedArchs(int* architectures) {
  return memcpy(architectures, ARCHITECTURES, sizeof(ARCHITECTURES)), OK;
}

const char* nvrtcGetErrorString(int result) {
  return result == INVALID_OPTION ? "NVRTC_ERROR_INVALID_OPTION" : "NVRTC_ERROR";
}

int nvrtcCreateProgram(Program** program, const char* source, const char*, int headers,
                       const char* const* texts, const char* const* names) {
  if (program == nullptr || source == nullptr || headers != 0 || texts != nullptr ||
      names != nullptr) {
    return INVALID_INPUT;
  }
  *program = new Program{source, "", "", ""};
  add(*program, PROGRAM);
  return OK;
}

int nvrtcDestroyProgram(Program** program) {
  if (program == nullptr || !is(*program, PROGRAM)) {
    return INVALID_PROGRAM;
  }
  remove(*program);
  delete *program;
  *program = nullptr;
  return OK;
}

int nvrtcCompileProgram(Program* program, int count, const char* const* options) {
  if (!is(program, PROGRAM)) {
    return INVALID_PROGRAM;
  }
  if (getenv("KINDLING_STANDIN_NO_COMPILER") != nullptr) {
    program->log = "this compiler is not to be asked";
    return COMPILATION;
  }
  std::string definitions;
  bool machineCode = false;
  for (int i = 0; i < count; i++) {
    std::string option = options[i];
    size_t equals = option.find('=');
    std::string value = equals == std::string::npos ? "" : option.substr(equals + 1);
    if (option.compare(0, 2, "-D") == 0) {
      definitions += "#define " + option.substr(2, equals - 2) + " " + value + "\n";
    } else if (option.compare(0, 22, "--gpu-architecture=sm_") == 0 && knows(value.substr(3))) {
      machineCode = true;
    } else if (option.compare(0, 27, "--gpu-architecture=compute_") != 0 &&
               option != "--std=c++17") {
      program->log = "unknown option " + option;
      return INVALID_OPTION;
    }
  }
  std::string file = compile(definitions, *program);
  if (file.empty()) {
    return COMPILATION;
  }
  program->portableCode = "// library: " + file + '\0';
  if (machineCode) {
    std::ifstream stream(file, std::ios::binary);
    program->machineCode.assign(std::istreambuf_iterator<char>(stream), {});
  }
  return OK;
}

int nvrtcGetCUBINSize(Program* program, size_t* size) {
  return giveSize(program, program->machineCode, size);
}

int nvrtcGetCUBIN(Program* program, char* target) {
  return give(program, program->machineCode, target);
}

int nvrtcGetPTXSize(Program* program, size_t* size) {
  return giveSize(program, program->portableCode, size);
}

int nvrtcGetPTX(Program* program, char* target) {
  return give(program, program->portableCode, target);
}

int nvrtcGetProgramLogSize(Program* program, size_t* size) {
  return giveSize(program, program->log + '\0', size);
}

int nvrtcGetProgramLog(Program* program, char* target) {
  return give(program, program->log + '\0', target);
}
}
