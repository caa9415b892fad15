package dev.kindling.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.kernels.ElementType;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelTableTest {
  @Test
  void shouldSetTimesBesideCopiesAndTheFastestProduct() {
    KernelCase norm = new KernelCase("norm", 1000, 1000, 1000, 0, in -> () -> {});
    KernelCase slow = new KernelCase("slow product", 1000, 0, 3000, 40_000, in -> () -> {});
    KernelCase fast = new KernelCase("fast product", 1000, 0, 3000, 80_000, in -> () -> {});
    List<String> lines =
        KernelTable.lines(
            List.of(
                new KernelResult(norm, ElementType.FLOAT32, 2000, 1000),
                new KernelResult(slow, ElementType.FLOAT32, 1000, 400),
                new KernelResult(fast, ElementType.FLOAT32, 1000, 400),
                new KernelResult(fast, ElementType.BFLOAT16, 500, 400)));
    assertThat(cells(lines.get(1)))
        .containsExactly("norm", "float32", "2.0", "2.000", "0.01", "4.0", "8.0", "50%");
    assertThat(cells(lines.get(2))).endsWith("40%", "40.0", "50%");
    assertThat(cells(lines.get(3))).endsWith("40%", "80.0", "100%");
    assertThat(cells(lines.get(4))).endsWith("80%", "160.0", "100%"); // of its own type
    assertThat(lines.get(1).indexOf("float32")).isEqualTo(lines.get(0).indexOf("type"));
  }

  private static String[] cells(String line) {
    return line.strip().split(" +");
  }
}
