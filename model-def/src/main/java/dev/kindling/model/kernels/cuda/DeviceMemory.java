package dev.kindling.model.kernels.cuda;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A GPU's memory for buffers that live long: small ones out of arenas, large ones by themselves, so
 * that several engines can share a GPU and each takes what it needs.
 */
final class DeviceMemory implements AutoCloseable {
  private static final long ARENA_BYTES = 64 << 20;

  /** Pieces from here on would leave too much of an arena unused. */
  private static final long LARGE_BYTES = 8 << 20;

  private final GpuDevice device;
  private final List<Long> blocks = new ArrayList<>(); // one an arena
  private final List<DeviceArena> arenas = new ArrayList<>();
  private final Map<Long, DeviceArena> small = new HashMap<>();
  private final Map<Long, Long> large = new HashMap<>(); // bytes
  private final Deque<Long> retired = new ArrayDeque<>();

  DeviceMemory(GpuDevice device) {
    this.device = device;
  }

  /**
   * Returns the address of memory with any content.
   *
   * @throws IllegalStateException if the GPU has not so much free
   */
  long allocate(long bytes) {
    if (bytes >= LARGE_BYTES) {
      long address = device.allocate(bytes);
      large.put(address, bytes);
      return address;
    }
    for (DeviceArena arena : arenas) {
      if (arena.fits(bytes)) {
        return allocate(arena, bytes);
      }
    }
    blocks.add(device.allocate(ARENA_BYTES));
    DeviceArena arena = new DeviceArena(blocks.get(blocks.size() - 1), ARENA_BYTES);
    arenas.add(arena);
    return allocate(arena, bytes);
  }

  private long allocate(DeviceArena arena, long bytes) {
    long address = arena.allocate(bytes);
    small.put(address, arena);
    return address;
  }

  /** Gives memory back; work that is queued on the device may still use it. */
  void free(long address) {
    DeviceArena arena = small.remove(address);
    if (arena == null) {
      device.free(address);
      large.remove(address);
    } else {
      arena.free(address);
    }
  }

  /** Returns the bytes that are in use. */
  long used() {
    return arenas.stream().mapToLong(DeviceArena::used).sum()
        + large.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Gives memory back at the next {@link #freeRetired}: commands may still name it. */
  void retire(long address) {
    retired.add(address);
  }

  /** Gives back what was retired, once all commands that name it are queued. */
  void freeRetired() {
    while (!retired.isEmpty()) {
      free(retired.remove());
    }
  }

  /**
   * Gives the arenas back.
   *
   * @throws IllegalStateException if a buffer in one of them was not closed
   */
  @Override
  public void close() {
    freeRetired();
    blocks.forEach(device::free);
    blocks.clear();
    arenas.clear();
    if (!small.isEmpty()) {
      throw new IllegalStateException(small.size() + " pieces of the GPU's memory were not freed");
    }
  }
}
