package dev.kindling.jobs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeysTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "16, 1", "16, 7", "16, 16", "99999, 200"})
  void shouldGiveEachPartitionTheBinsFromItsFirstToTheNextOnes(int bins, int partitions) {
    Keys.BinPartitioner partitioner = new Keys.BinPartitioner(bins, partitions);

    int covered = 0;
    for (int partition = 0; partition < partitions; partition++) {
      for (int bin = partitioner.firstBin(partition);
          bin < partitioner.firstBin(partition + 1);
          bin++) {
        assertThat(partitioner.getPartition(key(bin, 5))).isEqualTo(partition);
        assertThat(bin).isEqualTo(covered++);
      }
    }
    assertThat(covered).isEqualTo(bins);
  }

  @Test
  void shouldOrderByBinThenByUnsignedRest() {
    Keys.Order order = new Keys.Order();

    assertThat(order.compare(key(1, -1), key(2, 0))).isNegative();
    assertThat(order.compare(key(2, -1), key(2, 1))).isPositive();
    assertThat(order.compare(key(2, 1), key(2, 1))).isZero();
  }

  private static byte[] key(int bin, long rest) {
    return ByteBuffer.allocate(12).putInt(bin).putLong(rest).array();
  }
}
