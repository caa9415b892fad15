package dev.kindling.model.kernels.cuda;

import java.nio.ByteBuffer;

/**
 * Page-locked memory for what goes to the GPU, so that nobody waits for a copy that has only begun:
 * two halves, of which one is filled while copies out of the other are under way. Small vectors
 * share a half.
 */
final class OutgoingMemory implements AutoCloseable {
  private static final int LEAST_BYTES = 1 << 16;
  private static final int ALIGNMENT = 64; // of a cache line

  private final GpuDevice device;
  private final int mostBytes;
  private final ByteBuffer[] halves = new ByteBuffer[2];
  private final GpuEvent[] sent = new GpuEvent[2]; // what was in a half that is no longer filled
  private int turn;
  private int used; // bytes of the half in turn

  /**
   * No memory yet.
   *
   * @param mostBytes that are asked for at once
   */
  OutgoingMemory(GpuDevice device, int mostBytes) {
    this.device = device;
    this.mostBytes = mostBytes;
  }

  /**
   * Returns memory to be filled and sent before the next call. Waits only where copies of the time
   * before last are not done yet.
   */
  ByteBuffer next(int bytes) {
    if (halves[turn] == null || halves[turn].capacity() - used < bytes) {
      turnOver(bytes);
    }
    ByteBuffer half = halves[turn];
    ByteBuffer piece = half.slice(used, bytes).order(half.order());
    int end = used + bytes;
    used = Math.min(half.capacity(), (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    return piece;
  }

  private void turnOver(int bytes) {
    if (used > 0) {
      sent[turn] = device.record();
    }
    turn ^= 1;
    used = 0;
    if (sent[turn] != null) {
      device.await(sent[turn]);
      sent[turn].close();
      sent[turn] = null;
    }
    if (halves[turn] == null || halves[turn].capacity() < bytes) { // lives as long as the device
      halves[turn] = device.pinned(Math.min(mostBytes, Math.max(2 * bytes, LEAST_BYTES)));
    }
  }

  @Override
  public void close() {
    for (GpuEvent event : sent) {
      if (event != null) {
        event.close();
      }
    }
  }
}
