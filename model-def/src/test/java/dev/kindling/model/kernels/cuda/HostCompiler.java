package dev.kindling.model.kernels.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Compiles the emulator and the kernels with g++, each text once: libraries stay in target/. */
final class HostCompiler {
  private static final Path FOLDER = Path.of("target", "kernel-emulation").toAbsolutePath();
  private static final Path JAVA_HEADERS = Path.of(System.getProperty("java.home"), "include");
  private static final List<String> OPTIONS =
      List.of(
          "-std=c++17", "-O2", "-march=native", "-fno-strict-aliasing", "-fPIC", "-shared", "-w");

  private final Path header;
  private Path emulator;

  /** Takes the emulator's header. */
  HostCompiler(String header) {
    this.header = write("emulation.h", header);
  }

  /** Returns why nothing can be compiled here, or null. */
  static String missing() {
    if (!System.getProperty("os.arch").equals("amd64")) {
      return "the emulation of CUDA kernels knows x86-64 only";
    }
    if (!Files.exists(JAVA_HEADERS.resolve("jni.h"))) {
      return "the emulation of CUDA kernels needs jni.h of a JDK";
    }
    try {
      return new ProcessBuilder("g++", "--version")
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0
          ? null
          : "g++ does not work";
    } catch (IOException e) {
      return "the emulation of CUDA kernels needs g++";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Compiles the emulator itself, which all kernels are linked with. */
  Path emulator(String source) {
    emulator =
        library(
            "emulator", source, "-I" + JAVA_HEADERS, "-I" + JAVA_HEADERS.resolve("linux"), "-ldl");
    return emulator;
  }

  /** Compiles kernels. */
  Path kernels(String source) {
    return library("kernels", source, emulator.toString());
  }

  /**
   * Compiles a library that takes the place of another, whose name it has in its file and in the
   * versions of its symbols.
   *
   * @param folder that gets a copy under that name
   * @param needed libraries beside the emulator that it calls
   */
  Path standIn(Path folder, String name, String source, Path... needed) {
    List<String> more = new ArrayList<>();
    more.add("-I" + JAVA_HEADERS);
    more.add("-I" + JAVA_HEADERS.resolve("linux"));
    more.add("-Wl,-soname," + name);
    more.add("-Wl,--default-symver");
    more.add(emulator.toString());
    Stream.of(needed).map(Path::toString).forEach(more::add);
    more.add("-ldl");
    Path library = library(name, source, more.toArray(String[]::new));
    try {
      return Files.copy(library, folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a source without its macros. */
  String preprocess(String source) {
    Path file = write("preprocess-" + hash(source) + ".cpp", source);
    return run(List.of("g++", "-std=c++17", "-E", "-P", "-w", file.toString()));
  }

  private Path library(String kind, String source, String... more) {
    String name = kind + "-" + hash(source + read(header) + OPTIONS + List.of(more));
    Path library = FOLDER.resolve(name + ".so");
    if (!Files.exists(library)) {
      Path file = write(name + ".cpp", source);
      Path part = FOLDER.resolve(name + "." + ProcessHandle.current().pid());
      List<String> command = new ArrayList<>(List.of("g++"));
      command.addAll(OPTIONS);
      command.addAll(List.of(file.toString(), "-o", part.toString()));
      command.addAll(List.of(more));
      run(command);
      move(part, library);
    }
    return library;
  }

  private static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ":\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue()) + Integer.toHexString(text.hashCode());
  }

  private static Path write(String name, String text) {
    try {
      Files.createDirectories(FOLDER);
      Path part = Files.createTempFile(FOLDER, name, null);
      Files.writeString(part, text);
      return move(part, FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path move(Path from, Path to) {
    try {
      return Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IllegalStateException("target/ must be on one file system", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
