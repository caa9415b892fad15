package dev.kindling.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
  @Test
  void shouldKeepThePublishedSplitMix64Sequence() {
    // The first numbers of SplitMix64 with seed 1234567, as its reference implementation prints
    // them.
    KeyedRandom random = new KeyedRandom(1234567);
    assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("6457827717110365317");
    assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("3203168211198807973");
    assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("9817491932198370423");
  }

  @Test
  void shouldNeverChange() {
    // Data written by one version must be read in the same order by the next.
    assertThat(KeyedHash.of(1)).isEqualTo(-7995527694508729151L);
    assertThat(KeyedHash.of(1, 2, 3)).isEqualTo(8975482407547330069L);
    assertThat(KeyedHash.of(1, "kindling")).isEqualTo(-4797340424218716534L);
  }

  @Test
  void shouldDependOnSeedOrderAndLength() {
    Set<Long> hashes = new HashSet<>();
    hashes.add(KeyedHash.of(1));
    hashes.add(KeyedHash.of(2));
    hashes.add(KeyedHash.of(1, 0));
    hashes.add(KeyedHash.of(1, 1, 2));
    hashes.add(KeyedHash.of(1, 2, 1));
    hashes.add(KeyedHash.of(1, ""));
    hashes.add(KeyedHash.of(1, "\0"));
    hashes.add(KeyedHash.of(1, "\0\0\0\0"));
    hashes.add(KeyedHash.of(1, "abcde"));
    hashes.add(KeyedHash.of(1, "abcdf"));
    assertThat(hashes).hasSize(10);
  }

  @Test
  void shouldSpreadNumbersEvenly() {
    KeyedRandom random = new KeyedRandom(KeyedHash.of(7, "even"));
    int[] counts = new int[10];
    for (int i = 0; i < 100_000; i++) {
      counts[random.nextInt(10)]++;
    }
    // Standard deviation is 95; five of them either side.
    assertThat(Arrays.stream(counts).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(9_525, 10_475));
  }

  @Test
  void shouldReachBothEndsOfARange() {
    KeyedRandom random = new KeyedRandom(5);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      seen.add(random.between(3, 6));
    }
    assertThat(seen).containsExactlyInAnyOrder(3, 4, 5, 6);
    assertThatThrownBy(() -> random.nextInt(0)).hasMessageContaining("got 0");
  }

  @Test
  void shouldSpreadDocumentsOverGroupsAndMoveDuplicates() {
    int[] counts = new int[4];
    int moved = 0;
    for (int i = 0; i < 4_000; i++) {
      counts[DocumentGroups.group("document " + i, 0, 0, 3, 4)]++;
      if (DocumentGroups.group("document " + i, 0, 0, 3, 4)
          != DocumentGroups.group("document " + i, 0, 1, 3, 4)) {
        moved++;
      }
    }
    assertThat(Arrays.stream(counts).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(850, 1_150));
    assertThat(moved).isBetween(2_850, 3_150);
  }
}
