package dev.kindling.jobs.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkupTest {
  @Test
  void shouldWriteNumbersForPeople() {
    assertThat(Markup.number(4)).isEqualTo("4");
    assertThat(Markup.number(1_234_567)).isEqualTo("1,234,567");
    assertThat(Markup.number(4.71)).isEqualTo("4.710");
    assertThat(Markup.number(0.61)).isEqualTo("0.6100");
    assertThat(Markup.number(0.0005)).isEqualTo("5.0e-04");
    assertThat(Markup.number(Double.NaN)).isEqualTo("–");
  }

  @Test
  void shouldWriteDurationsForPeople() {
    assertThat(Markup.duration(1.23)).isEqualTo("1.2 s");
    assertThat(Markup.duration(59.97)).isEqualTo("1 min 00 s");
    assertThat(Markup.duration(245)).isEqualTo("4 min 05 s");
    assertThat(Markup.duration(7400)).isEqualTo("2 h 03 min");
    assertThat(Markup.duration(Double.NaN)).isEqualTo("–");
  }

  @Test
  void shouldEscapeMarkupAndControlCharacters() {
    assertThat(Markup.escape("<a href='x'>\"&\"</a>\u0001\n"))
        .isEqualTo("&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;\uFFFD\n");
  }
}
