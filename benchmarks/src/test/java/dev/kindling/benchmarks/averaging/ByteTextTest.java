package dev.kindling.benchmarks.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.benchmarks.InvalidArgumentsException;
import dev.kindling.model.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ByteTextTest {
  /** 200 bytes, each one more than the one before; the last 20 are held out. */
  private static final byte[] COUNTING = new byte[200];

  static {
    for (int i = 0; i < COUNTING.length; i++) {
      COUNTING[i] = (byte) i;
    }
  }

  @Test
  void shouldLabelEachByteWithTheNextOne() {
    Batch batch = new ByteText(COUNTING, 2, 4).training(7);

    assertThat(batch.labels()).hasSize(8);
    for (int row = 0; row < 8; row++) {
      assertThat(batch.labels()[row]).isEqualTo(batch.tokens()[row] + 1).isLessThan(180);
    }
  }

  @Test
  void shouldDrawByNumberAlone() {
    ByteText text = new ByteText(COUNTING, 2, 4);

    assertThat(text.training(3).tokens())
        .isEqualTo(new ByteText(COUNTING, 2, 4).training(3).tokens());
    assertThat(text.training(3).tokens()).isNotEqualTo(text.training(4).tokens());
  }

  @Test
  void shouldHoldOutTheEnd() {
    List<Batch> heldOut = new ByteText(COUNTING, 2, 4).heldOut(5);

    assertThat(heldOut).hasSize(2);
    assertThat(heldOut.get(0).tokens()).containsExactly(180, 181, 182, 183, 184, 185, 186, 187);
    assertThat(heldOut.get(1).labels()).containsExactly(189, 190, 191, 192, 193, 194, 195, 196);
  }

  @Test
  void shouldReadAFolderInTheOrderOfPaths(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("b"));
    Files.writeString(folder.resolve("b/two"), "2");
    Files.writeString(folder.resolve("a"), "1");

    assertThat(ByteText.read(folder)).asString().isEqualTo("12");
  }

  @Test
  void shouldRefuseATextTooShortToHoldOutABatch() {
    assertThatThrownBy(() -> new ByteText(new byte[80], 2, 4))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessageContaining("at least 90 bytes, got 80");
  }
}
