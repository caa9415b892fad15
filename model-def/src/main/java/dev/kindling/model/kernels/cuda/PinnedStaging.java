package dev.kindling.model.kernels.cuda;

import java.nio.ByteBuffer;

/**
 * Copies between the GPU and memory that is not page-locked, by way of two page-locked pieces: one
 * is filled while the other is on its way.
 */
final class PinnedStaging {
  private static final int PIECE_BYTES = 16 << 20;

  private final GpuDevice device;
  private final ByteBuffer[] pieces = new ByteBuffer[2];
  private final GpuEvent[] busy = new GpuEvent[2];

  PinnedStaging(GpuDevice device) {
    this.device = device;
  }

  /** As {@link GpuDevice#toDevice}. */
  void toDevice(long target, ByteBuffer source) {
    for (int i = 0; i < count(source); i++) {
      ByteBuffer piece = idle(i);
      int offset = i * PIECE_BYTES;
      piece.put(0, source, source.position() + offset, length(source, i));
      device.send(target + offset, piece.slice(0, length(source, i)));
      busy[i & 1] = device.record();
    }
  }

  /** As {@link GpuDevice#toHost}. */
  void toHost(ByteBuffer target, long source) {
    int count = count(target);
    for (int i = 0; i <= count; i++) {
      if (i < count) {
        device.receive(idle(i).slice(0, length(target, i)), source + (long) i * PIECE_BYTES);
        busy[i & 1] = device.record();
      }
      if (i > 0) {
        int last = i - 1;
        target.put(target.position() + last * PIECE_BYTES, idle(last), 0, length(target, last));
      }
    }
  }

  private static int count(ByteBuffer all) {
    return (int) ((all.remaining() + PIECE_BYTES - 1L) / PIECE_BYTES);
  }

  private static int length(ByteBuffer all, int piece) {
    return Math.min(PIECE_BYTES, all.remaining() - piece * PIECE_BYTES);
  }

  /** The memory of a piece, once no copy uses it any more. */
  private ByteBuffer idle(int piece) {
    int turn = piece & 1;
    if (pieces[turn] == null) {
      pieces[turn] = device.pinned(PIECE_BYTES);
    }
    if (busy[turn] != null) {
      device.await(busy[turn]);
      busy[turn].close();
      busy[turn] = null;
    }
    return pieces[turn];
  }
}
