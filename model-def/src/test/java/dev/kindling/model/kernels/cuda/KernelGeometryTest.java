package dev.kindling.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What launches cover, and that they fit the smallest GPU that the backend takes. */
class KernelGeometryTest {
  private static final int SHARED_BYTES = 99 << 10; // a block of sm_86 or sm_89; sm_80 has more

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 32_768, 1_000_001})
  void shouldGiveEachRowAWarp(int rows) {
    LaunchGeometry geometry = Grids.rows(rows);
    long warps = (long) geometry.gridX() * geometry.threads() / Grids.WARP;
    assertThat(warps).isBetween((long) rows, rows + 7L);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2048, 2049, 1L << 40})
  void shouldBoundTheBlocksOfElements(long count) {
    int blocks = Grids.elements(count).gridX();
    assertThat(blocks).isBetween(1, Grids.MAX_BLOCKS);
    assertThat(blocks).isLessThanOrEqualTo((int) Math.min(Grids.MAX_BLOCKS, count / 2048 + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 9, 4096, 4097, 32_768})
  void shouldCutRowsIntoGroupsThatCoverThem(int rows) {
    for (int columns : new int[] {1, 768, 1536, 6144}) {
      LaunchGeometry geometry = NormKernels.gradient(rows, columns);
      int groupRows = NormKernels.groupRows(rows);
      assertThat((long) geometry.gridX() * groupRows).isGreaterThanOrEqualTo(rows);
      assertThat((geometry.gridX() - 1L) * groupRows).isLessThan(rows);
      assertThat(geometry.gridX()).isLessThanOrEqualTo(512);
      int warps = geometry.threads() / Grids.WARP;
      assertThat(warps).isBetween(1, 8);
      assertThat(geometry.sharedBytes()).isEqualTo(warps * 2 * 4 * columns).isLessThan(49_153);
    }
  }

  @Test
  void shouldCutEachParameterIntoPiecesOfItsOwn() {
    ParameterTable table = new ParameterTable();
    for (long count : new long[] {ParameterTable.PIECE, ParameterTable.PIECE + 1, 1}) {
      table.add(count, null, null, null, null, null);
    }
    assertThat(table.parameters()).isEqualTo(3);
    assertThat(table.pieces()).isEqualTo(4);
    assertThat(table.fields()).hasSize(21);
    assertThat(new long[] {table.fields()[6], table.fields()[13], table.fields()[20]})
        .containsExactly(0, 1, 3);
  }

  @Test
  void shouldSumColumnsInAtMost128Groups() {
    assertThat(SumKernels.groupRows(1)).isEqualTo(32);
    assertThat(SumKernels.groupRows(4096)).isEqualTo(32);
    assertThat(SumKernels.groupRows(4097)).isEqualTo(33);
    LaunchGeometry geometry = SumKernels.columns(257, 128);
    assertThat(geometry).isEqualTo(new LaunchGeometry(2, 128, 1, 256, 0));
  }

  @Test
  void shouldGiveAnIndexTheSamePieceWhateverTheColumns() {
    assertThat(RowKernels.pieces(65, 768)).isEqualTo(new LaunchGeometry(2, 3, 1, 256, 0));
    assertThat(RowKernels.pieces(64, 1)).isEqualTo(new LaunchGeometry(1, 1, 1, 256, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 48, 64, 80, 96, 112, 128})
  void shouldFitTilesIntoSharedMemory(int headSize) {
    DeviceAttention a = new DeviceAttention(3, 0, 300, 130, 12, headSize, false);
    assertThat(AttentionGrids.supports(headSize)).isTrue();
    for (LaunchGeometry geometry :
        new LaunchGeometry[] {
          AttentionGrids.forward(a),
          AttentionGrids.gradientOfQueries(a),
          AttentionGrids.gradientOfKeys(a)
        }) {
      assertThat(geometry.gridX()).isEqualTo(3);
      assertThat(geometry.gridY()).isEqualTo(12);
      assertThat(geometry.gridZ()).isEqualTo(3);
      assertThat(geometry.sharedBytes()).isLessThanOrEqualTo(SHARED_BYTES);
    }
    assertThat(AttentionGrids.supports(headSize + 8)).isFalse();
    assertThat(AttentionGrids.supports(headSize + 128)).isFalse();
    assertThat(AttentionKernels.plain(a)).isEqualTo(new LaunchGeometry(17, 12, 3, 256, 0));
  }
}
