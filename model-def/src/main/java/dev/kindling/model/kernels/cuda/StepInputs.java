package dev.kindling.model.kernels.cuda;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * What the host gives the commands of a submission: indices, keys, factors. They are gathered in
 * page-locked memory and go to the GPU together. The same values in the same order have the same
 * addresses in each submission, so that a captured step finds them.
 */
final class StepInputs implements AutoCloseable {
  private static final int SEGMENT_BYTES = 1 << 20;
  private static final int ALIGNMENT = 16;

  private final GpuDevice device;
  private final DeviceMemory memory;
  private final int places;
  private final List<Segment> segments = new ArrayList<>();
  private final IdentityHashMap<int[], Placed> arrays = new IdentityHashMap<>();
  private int place;
  private int current; // segment that is being filled
  private int used; // bytes of it

  StepInputs(GpuDevice device, DeviceMemory memory, int places) {
    this.device = device;
    this.memory = memory;
    this.places = places;
  }

  /** A stretch of the GPU's memory and its twin on the host for each place. */
  private final class Segment {
    private final long address;
    private final int bytes;
    private final ByteBuffer[] twins = new ByteBuffer[places];
    private int filled;

    Segment(int bytes) {
      this.bytes = bytes;
      address = memory.allocate(bytes);
    }

    ByteBuffer twin() {
      if (twins[place] == null) {
        twins[place] = device.pinned(bytes);
      }
      return twins[place];
    }
  }

  /** An array that stands in this submission's values already. */
  private record Placed(long address, IntBuffer values) {}

  /**
   * Returns the address of the first integers of an array; where it was given before and still
   * holds the same, the same address.
   */
  long ints(int[] array, int count) {
    IntBuffer wanted = IntBuffer.wrap(array, 0, count);
    Placed before = arrays.get(array);
    if (before != null
        && before.values.limit() >= count
        && before.values.slice(0, count).mismatch(wanted) < 0) {
      return before.address;
    }
    ByteBuffer target = reserve(Math.multiplyExact(count, Integer.BYTES));
    IntBuffer values = target.asIntBuffer();
    values.put(0, array, 0, count);
    long address = reserved(target);
    arrays.put(array, new Placed(address, values));
    return address;
  }

  /** Returns the address of 64-bit integers. */
  long longs(long... values) {
    ByteBuffer target = reserve(Math.multiplyExact(values.length, Long.BYTES));
    target.asLongBuffer().put(values);
    return reserved(target);
  }

  /** Returns the address of floats. */
  long floats(float... values) {
    ByteBuffer target = reserve(values.length * Float.BYTES);
    target.asFloatBuffer().put(values);
    return reserved(target);
  }

  private ByteBuffer reserve(int bytes) {
    while (current < segments.size() && segments.get(current).bytes - used < bytes) {
      current++;
      used = 0;
    }
    if (current == segments.size()) {
      segments.add(new Segment(Math.max(SEGMENT_BYTES, bytes)));
    }
    ByteBuffer twin = segments.get(current).twin();
    return twin.slice(used, bytes).order(twin.order());
  }

  private long reserved(ByteBuffer target) {
    Segment segment = segments.get(current);
    long address = segment.address + used;
    segment.filled = used + target.capacity();
    used = (segment.filled + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return address;
  }

  /** Begins a submission in a place that the GPU has done with. */
  void begin(int turn) {
    place = turn;
    current = 0;
    used = 0;
    arrays.clear();
    segments.forEach(segment -> segment.filled = 0);
  }

  /** Queues the copy of all values. */
  void send(int turn) {
    for (Segment segment : segments) {
      if (segment.filled > 0) {
        device.send(segment.address, segment.twins[turn].slice(0, segment.filled));
      }
    }
  }

  @Override
  public void close() {
    segments.forEach(segment -> memory.free(segment.address));
    segments.clear();
  }
}
