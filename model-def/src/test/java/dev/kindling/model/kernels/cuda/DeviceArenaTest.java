package dev.kindling.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeviceArenaTest {
  private static final long BLOCK = 64 * DeviceArena.ALIGNMENT;

  private final DeviceArena arena = new DeviceArena(1 << 20, BLOCK);

  @Test
  void shouldAlignEveryPiece() {
    long first = arena.allocate(1);
    long second = arena.allocate(257);
    long third = arena.allocate(256);
    assertThat(second - first).isEqualTo(256);
    assertThat(third - second).isEqualTo(512);
    assertThat(arena.used()).isEqualTo(4 * DeviceArena.ALIGNMENT);
  }

  @Test
  void shouldJoinTheGapsOnBothSides() {
    long[] pieces = new long[64];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = arena.allocate(1);
    }
    arena.free(pieces[10]);
    arena.free(pieces[12]);
    arena.free(pieces[11]);
    assertThat(arena.allocate(3 * DeviceArena.ALIGNMENT)).isEqualTo(pieces[10]);
  }

  @Test
  void shouldSayHowMuchIsTakenWhenNothingFits() {
    arena.allocate(BLOCK - 1);
    assertThatThrownBy(() -> arena.allocate(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the GPU's memory is full: 1 bytes wanted, 16,384 of 16,384 taken; lower micro-batch-size or set recompute-activations");
  }

  @Test
  void shouldRejectAnAddressThatIsNoPiece() {
    long piece = arena.allocate(1);
    arena.free(piece);
    assertThatThrownBy(() -> arena.free(piece))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no piece");
  }

  @Test
  void shouldNeverGiveOneByteTwiceAndTakeEverythingBack() {
    Random random = new Random(7);
    Map<Long, Long> pieces = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      if (random.nextBoolean() && arena.used() < BLOCK / 2) {
        long size = 1L + random.nextInt(2_000);
        long address = arena.allocate(size);
        pieces.forEach(
            (other, length) ->
                assertThat(address + size <= other || other + length <= address).isTrue());
        pieces.put(address, size);
      } else if (!pieces.isEmpty()) {
        long address = pieces.keySet().iterator().next();
        pieces.remove(address);
        arena.free(address);
      }
    }
    pieces.keySet().forEach(arena::free);
    assertThat(arena.used()).isZero();
    assertThat(arena.mostUsed()).isPositive();
    arena.free(arena.allocate(BLOCK));
  }
}
