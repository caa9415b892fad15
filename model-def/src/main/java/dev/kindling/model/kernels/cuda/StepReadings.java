package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.Reading;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Doubles that the host wants to know, set aside on the GPU in the order of the commands and copied
 * to page-locked memory behind the last. They are taken over when someone asks for them, at the
 * latest when their place is needed again.
 */
final class StepReadings implements AutoCloseable {
  private static final int CAPACITY = 256; // doubles of a submission

  private final GpuDevice device;
  private final DeviceMemory memory;
  private final long address;
  private final ByteBuffer[] twins;
  private final Batch[] batches;
  private int place;
  private int used;

  StepReadings(GpuDevice device, DeviceMemory memory, int places) {
    this.device = device;
    this.memory = memory;
    address = memory.allocate((long) CAPACITY * Double.BYTES);
    twins = new ByteBuffer[places];
    batches = new Batch[places];
    for (int i = 0; i < places; i++) {
      twins[i] = device.pinned(CAPACITY * Double.BYTES);
      batches[i] = new Batch();
    }
  }

  /** The readings of one submission. */
  private static final class Batch {
    private GpuEvent arrived; // null until submitted
    private double[] values; // null until taken over
  }

  /** Some numbers of one submission. */
  final class Numbers implements Reading {
    private final CommandQueue queue;
    private final Batch batch;
    private final ByteBuffer twin;
    private final int from;
    private final int count;

    private Numbers(CommandQueue queue, Batch batch, ByteBuffer twin, int from, int count) {
      this.queue = queue;
      this.batch = batch;
      this.twin = twin;
      this.from = from;
      this.count = count;
    }

    @Override
    public double[] values() {
      if (batch.arrived == null) {
        queue.submit();
      }
      if (batch.values == null) {
        device.await(batch.arrived);
        takeOver(batch, twin);
      }
      return Arrays.copyOfRange(batch.values, from, from + count);
    }
  }

  private static void takeOver(Batch batch, ByteBuffer twin) {
    batch.values = new double[CAPACITY];
    twin.asDoubleBuffer().get(0, batch.values);
  }

  boolean fits(int count) {
    return used + count <= CAPACITY;
  }

  /** Returns the address of the next number to be set aside. */
  long next() {
    return address + (long) used * Double.BYTES;
  }

  /** Counts numbers as set aside. */
  Numbers take(CommandQueue queue, int count) {
    used += count;
    return new Numbers(queue, batches[place], twins[place], used - count, count);
  }

  /** Queues the copy to the host. */
  void receive(int turn) {
    if (used > 0) {
      device.receive(twins[turn].slice(0, used * Double.BYTES), address);
    }
  }

  /** Keeps the mark that the copy is behind. */
  void submitted(GpuEvent event) {
    batches[place].arrived = event;
  }

  /** Takes over what nobody has asked for yet, from a place whose work is done. */
  void harvest(int turn) {
    if (batches[turn].values == null) {
      takeOver(batches[turn], twins[turn]);
    }
  }

  /** Begins a submission in a free place. */
  void begin(int turn) {
    place = turn;
    used = 0;
    batches[turn] = new Batch();
  }

  @Override
  public void close() {
    memory.free(address);
  }
}
