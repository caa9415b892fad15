package dev.kindling.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OptionsTest {
  @Test
  void shouldTellValuesFlagsAndFreeArgumentsApart() {
    Options options = options("--size", "5", "a", "--pieces", "-", "--name=b=c", "-d");

    assertThat(options.value("--size", 1, Integer::parseInt)).isEqualTo(5);
    assertThat(options.required("--name")).isEqualTo("b=c");
    assertThat(options.has("--pieces")).isTrue();
    assertThat(options.has("--special")).isFalse();
    assertThat(options.free()).containsExactly("a", "-", "-d");
  }

  @Test
  void shouldRejectWhatDoesNotBelong() {
    assertRefused("unknown option --peices; did you mean --pieces?", "--peices");
    assertRefused("unknown option --sise; did you mean --size?", "--sise=5");
    assertRefused("--pieces takes no value, got yes", "--pieces=yes");
    assertRefused("--size needs a value", "--size");
  }

  @Test
  void shouldRejectAMissingValueAndOneThatIsNoNumber() {
    assertThatThrownBy(() -> options().required("--name"))
        .isInstanceOf(KindlingException.class)
        .hasMessage("--name is missing\nusage: kindling test");
    assertThatThrownBy(() -> options("--size", "big").value("--size", 1, Integer::parseInt))
        .isInstanceOf(KindlingException.class)
        .hasMessageStartingWith("--size big: must be a number");
  }

  private static void assertRefused(String message, String... arguments) {
    assertThatThrownBy(() -> options(arguments))
        .isInstanceOf(KindlingException.class)
        .hasMessageStartingWith(message);
  }

  private static Options options(String... arguments) {
    return new Options(
        List.of(arguments),
        "kindling test",
        Set.of("--size", "--name"),
        Set.of("--pieces", "--special"));
  }
}
