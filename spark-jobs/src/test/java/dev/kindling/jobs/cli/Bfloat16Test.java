package dev.kindling.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class Bfloat16Test {
  @Test
  void shouldNameTheFastestInstructionsOfTheProcessor() {
    assertThat(Bfloat16.of("flags\t\t: avx2 avx512f avx512_bf16 avx512_vnni\n"))
        .isEqualTo("the processor has avx512_bf16: precision: bfloat16 trains faster");
    assertThat(Bfloat16.of("flags\t\t: avx512_bf16 amx_bf16 amx_tile\n")).contains("amx_bf16");
  }

  @Test
  void shouldAdviseAgainstItWhereTheProcessorHasNone() {
    assertThat(Bfloat16.of("flags\t\t: fma avx2 avx512f xavx512_bf16\n"))
        .contains("neither of amx_bf16, avx512_bf16", "float32");
  }
}
