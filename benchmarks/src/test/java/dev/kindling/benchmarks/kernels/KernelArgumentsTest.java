package dev.kindling.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.benchmarks.InvalidArgumentsException;
import dev.kindling.model.kernels.ElementType;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelArgumentsTest {
  @Test
  void shouldMeasureEverythingUnlessTold() {
    KernelArguments arguments = parse();
    assertThat(arguments.kernels()).isEqualTo(KernelCases.all());
    assertThat(arguments.types()).containsExactly(ElementType.values());
    assertThat(arguments.threads()).isEqualTo(2);
  }

  @Test
  void shouldTakeKernelsWhoseNamesFit() {
    KernelArguments arguments = parse("layer norm [0-9]", "--type", "bfloat16", "--threads", "1");
    assertThat(arguments.kernels())
        .extracting(KernelCase::name)
        .containsExactly("layer norm 4096x256", "layer norm 1024x768");
    assertThat(arguments.types()).containsExactly(ElementType.BFLOAT16);
    assertThat(arguments.threads()).isEqualTo(1);
  }

  @Test
  void shouldMeasureTheReferenceWithEveryProduct() {
    assertThat(parse("parameter gradients 160x").kernels())
        .extracting(KernelCase::name)
        .containsExactly("linear 2048x2048x2048", "parameter gradients 160x768x30522");
  }

  @Test
  void shouldRejectPatternThatFitsNothing() {
    assertThatThrownBy(() -> parse("convolution"))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessageContaining("no kernel's name fits convolution")
        .hasMessageContaining("AdamW");
  }

  @Test
  void shouldRejectUnknownType() {
    assertThatThrownBy(() -> parse("--type", "float16"))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessage("--type must be float32 or bfloat16, got float16");
  }

  private static KernelArguments parse(String... words) {
    return KernelArguments.parse(List.of(words));
  }
}
