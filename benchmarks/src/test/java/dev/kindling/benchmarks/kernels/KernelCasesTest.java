package dev.kindling.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.model.kernels.ElementType;
import org.junit.jupiter.api.Test;

class KernelCasesTest {
  @Test
  void shouldNameEachKernelOnce() {
    assertThat(KernelCases.all()).extracting(KernelCase::name).doesNotHaveDuplicates();
  }

  @Test
  void shouldCountBytesByType() {
    KernelCase layerNorm = KernelCases.named("layer norm 4096x256");
    long size = 4096 * 256;
    assertThat(layerNorm.bytes(ElementType.FLOAT32)).isEqualTo(8 * size); // reads x, writes y
    assertThat(layerNorm.bytes(ElementType.BFLOAT16)).isEqualTo(6 * size);
    assertThat(KernelCases.named("AdamW 4194304").bytes(ElementType.BFLOAT16))
        .isEqualTo(28L * 4194304);
  }

  @Test
  void shouldCountOperationsAndBytesOfALinearLayer() {
    KernelCase linear = KernelCases.named("linear 4096x256x768");
    assertThat(linear.operations()).isEqualTo(2L * 4096 * 256 * 768);
    assertThat(linear.bytes(ElementType.FLOAT32))
        .isEqualTo(4L * (4096 * 256 + 256 * 768 + 4096 * 768 + 768));
  }

  @Test
  void shouldCountHalfOfCausalAttention() {
    // 16 sequences x 4 heads: two products of 256 x 64 x 256, their lower halves
    assertThat(KernelCases.named("causal attention 16x256x4x64").operations())
        .isEqualTo(16L * 4 * 2 * (2 * 256 * 64 * 256) / 2);
    assertThat(KernelCases.named("attention gradient 32x128x4x64").operations())
        .isEqualTo(32L * 4 * 5 * (2 * 128 * 64 * 128));
  }

  @Test
  void shouldRejectUnknownName() {
    assertThatThrownBy(() -> KernelCases.named("gelu")).hasMessage("there is no kernel gelu");
  }
}
