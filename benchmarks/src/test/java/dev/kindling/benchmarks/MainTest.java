package dev.kindling.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void shouldListSubcommandsWithoutArguments() throws Exception {
    assertThat(run()).isZero();
    assertThat(text(out)).contains("Usage:", "averaging TEXT", "training [--filter", "kernels");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void shouldListSubcommandsAfterAnUnknownOne() throws Exception {
    assertThat(run("trainning")).isEqualTo(2);
    assertThat(text(err)).startsWith("no subcommand trainning").contains("training [--filter");
    assertThat(text(out)).isEmpty();
  }

  @Test
  void shouldShowOneSubcommandsUsageAfterAWrongOption() throws Exception {
    assertThat(run("training", "--step", "3")).isEqualTo(2);
    assertThat(text(err)).contains("unknown argument --step").contains("training [--filter");
    assertThat(text(out)).isEmpty();
  }

  private int run(String... arguments) throws Exception {
    return Main.run(List.of(arguments), stream(out), stream(err));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
