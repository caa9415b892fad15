package dev.kindling.benchmarks.kernels;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The C library's memcpy between two buffers of each thread, again and again. */
@State(Scope.Thread)
public class CopyBenchmark {
  /** Size of each of a thread's buffers. */
  @Param("0")
  public long bytesOfOneBuffer;

  private BytePointer source;
  private BytePointer target;

  /** Allocates and touches both buffers. */
  @Setup
  public void open() {
    source = new BytePointer(bytesOfOneBuffer).fill(1);
    target = new BytePointer(bytesOfOneBuffer).fill(2);
  }

  /** Reads one buffer and writes the other. */
  @Benchmark
  public void copy() {
    Pointer.memcpy(target, source, bytesOfOneBuffer);
  }

  /** Frees both buffers. */
  @TearDown
  public void close() {
    source.close();
    target.close();
  }
}
