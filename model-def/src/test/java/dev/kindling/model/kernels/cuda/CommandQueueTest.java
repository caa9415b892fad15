package dev.kindling.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.kernels.Reading;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is collected, how it gets to the device and when it comes back. */
class CommandQueueTest {
  private final EmulatedDevice device = new EmulatedDevice(true, product -> {});
  private final DeviceMemory memory = new DeviceMemory(device);
  private final CommandQueue queue = new CommandQueue(device, memory);
  private final long x = memory.allocate(64);

  @AfterEach
  void close() {
    memory.free(x);
    queue.close();
    memory.close();
    device.close();
  }

  private void copyNumber(long first, long second) {
    queue.copy(x, queue.inputs().longs(first, second), 2 * Long.BYTES);
  }

  private static double asDouble(long bits) {
    return Double.longBitsToDouble(bits);
  }

  @Test
  void shouldReplayFromTheSecondTimeOnWithTheNewValues() {
    List<Reading> readings = new ArrayList<>();
    for (long step = 0; step < 20; step++) {
      copyNumber(step, 100 + step);
      readings.add(queue.read(x, 2));
      queue.submit();
      assertThat(queue.replays()).isEqualTo((int) step);
    }
    for (int step = 0; step < 20; step++) {
      assertThat(readings.get(step).values()).containsExactly(asDouble(step), asDouble(100 + step));
    }
  }

  @Test
  void shouldNotReplayWhatIsNotTheSame() {
    for (int bytes = 8; bytes <= 64; bytes += 8) {
      queue.zero(x, bytes);
      queue.submit();
    }
    assertThat(queue.replays()).isZero();
    queue.zero(x, 8);
    queue.submit();
    assertThat(queue.replays()).isEqualTo(1);
  }

  @Test
  void shouldForgetWhatWasLongNotRun() {
    for (int i = 0; i <= StepGraphs.MOST; i++) {
      for (int j = 0; j <= i; j++) {
        queue.zero(x, 8);
      }
      queue.submit();
    }
    queue.zero(x, 8); // the first of all, forgotten
    queue.submit();
    assertThat(queue.replays()).isZero();
    for (int j = 0; j <= StepGraphs.MOST; j++) { // the last
      queue.zero(x, 8);
    }
    queue.submit();
    assertThat(queue.replays()).isEqualTo(1);
  }

  @Test
  void shouldSubmitWhatIsAskedFor() {
    copyNumber(1, 2);
    Reading first = queue.read(x, 2);
    copyNumber(3, 4);
    Reading second = queue.read(x, 1);
    assertThat(first.values()).containsExactly(asDouble(1), asDouble(2));
    assertThat(second.values()).containsExactly(asDouble(3));
    assertThat(first.values()).containsExactly(asDouble(1), asDouble(2));
  }

  @Test
  void shouldReadMoreNumbersThanASubmissionHolds() {
    List<Reading> readings = new ArrayList<>();
    for (long i = 0; i < 300; i++) {
      copyNumber(i, -i);
      readings.add(queue.read(x, 2));
    }
    for (int i = 0; i < 300; i++) {
      assertThat(readings.get(i).values()).containsExactly(asDouble(i), asDouble(-i));
    }
  }

  @Test
  void shouldGiveAnArrayOnceAndAgainWhenItHasChanged() {
    StepInputs inputs = queue.inputs();
    int[] array = {1, 2, 3, 4};
    long first = inputs.ints(array, 4);
    assertThat(inputs.ints(array, 3)).isEqualTo(first);
    array[1] = 9;
    long second = inputs.ints(array, 4);
    assertThat(second).isNotEqualTo(first);
    queue.copy(x, first, 16);
    queue.copy(x + 16, second, 16);
    array[0] = 77; // too late to matter
    queue.submit();
    assertThat(integers(8)).containsExactly(1, 2, 3, 4, 1, 9, 3, 4);
  }

  @Test
  void shouldTakeMoreValuesThanASegmentHolds() {
    int[] large = new int[400_000];
    for (int round = 0; round < 6; round++) {
      large[399_999] = round;
      long one = queue.inputs().ints(large, large.length);
      long other = queue.inputs().ints(new int[] {round, -round}, 2);
      queue.copy(x, one + 4L * 399_999, 4);
      queue.copy(x + 4, other, 8);
      queue.submit();
      assertThat(integers(3)).containsExactly(round, round, -round);
    }
    assertThat(queue.replays()).isEqualTo(5);
  }

  private int[] integers(int count) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(count * Integer.BYTES).order(ByteOrder.nativeOrder());
    device.toHost(bytes, x);
    int[] values = new int[count];
    bytes.asIntBuffer().get(values);
    return values;
  }
}
