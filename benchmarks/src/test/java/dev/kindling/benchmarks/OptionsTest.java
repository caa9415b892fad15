package dev.kindling.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static final List<String> NAMES = List.of("steps", "filter");

  @Test
  void shouldReadGivenValuesAndDefaults() {
    Options options = options("--steps", "7");
    assertThat(options.number("steps", 12, 1)).isEqualTo(7);
    assertThat(options.text("filter", "all")).isEqualTo("all");
  }

  @Test
  void shouldTakeAValueThatLooksLikeAnOption() {
    assertThat(options("--filter", "--steps").text("filter", "")).isEqualTo("--steps");
  }

  @Test
  void shouldRejectUnknownOption() {
    assertThatThrownBy(() -> options("--step", "7"))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessage("unknown argument --step; the options are --steps, --filter");
  }

  @Test
  void shouldRejectArgumentThatIsNoOption() {
    assertThatThrownBy(() -> options("steps")).hasMessageContaining("unknown argument steps");
  }

  @Test
  void shouldRejectOptionWithoutValue() {
    assertThatThrownBy(() -> options("--steps")).hasMessage("--steps needs a value");
  }

  @Test
  void shouldRejectOptionGivenTwice() {
    assertThatThrownBy(() -> options("--steps", "1", "--steps", "1"))
        .hasMessage("--steps is given twice");
  }

  @Test
  void shouldRejectNumberOutOfRange() {
    assertThatThrownBy(() -> options("--steps", "0").number("steps", 12, 1))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessage("--steps must be a whole number of at least 1, got 0");
  }

  @Test
  void shouldRejectValueThatIsNoNumber() {
    assertThatThrownBy(() -> options("--steps", "ten").number("steps", 12, 1))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessage("--steps must be a whole number of at least 1, got ten");
  }

  @Test
  void shouldReadNumbersBetweenCommas() {
    assertThat(options("--steps", "0.3,1").decimals("steps", List.of(), 0, 1))
        .containsExactly(0.3, 1.0);
    assertThatThrownBy(() -> options("--steps", "0.3,,1").decimals("steps", List.of(), 0, 1))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessage("--steps must be above 0.0 and at most 1.0, got 0.3,,1");
    assertThatThrownBy(() -> options("--steps", "0.3,1").decimal("steps", 1, 0, 1))
        .hasMessage("--steps takes one number, got 0.3,1");
  }

  private static Options options(String... arguments) {
    return new Options(List.of(arguments), NAMES);
  }
}
