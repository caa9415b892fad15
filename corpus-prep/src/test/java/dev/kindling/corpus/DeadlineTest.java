package dev.kindling.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.corpus.extract.HtmlText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final Deadline OVER = Deadline.after(Duration.ZERO);

  @Test
  void shouldEndWorkThatLoops() {
    Deadline deadline = Deadline.after(Duration.ofMillis(20));
    assertThatThrownBy(
            () -> {
              while (true) {
                deadline.check();
              }
            })
        .isInstanceOf(TimeLimitException.class)
        .hasMessageContaining("seconds-per-record, 0.02");
  }

  @Test
  void shouldEndARegularExpressionThatBacktracksForEver() {
    CharSequence hostile = Deadline.after(Duration.ofMillis(20)).guard("a".repeat(60) + "!");
    // With a back reference the JDK cannot remember what failed.
    Pattern exponential = Pattern.compile("(a+)+\\1b");
    assertThatThrownBy(() -> exponential.matcher(hostile).matches())
        .isInstanceOf(TimeLimitException.class);
  }

  @Test
  void shouldEndReadsOfEveryKind() {
    assertThatThrownBy(() -> OVER.guard(new ByteArrayInputStream(new byte[1])).read())
        .isInstanceOf(TimeLimitException.class);
    assertThatThrownBy(() -> OVER.guard(new ByteArrayInputStream(new byte[1])).readAllBytes())
        .isInstanceOf(TimeLimitException.class);
    assertThatThrownBy(() -> OVER.guard(new StringReader("a")).read())
        .isInstanceOf(TimeLimitException.class);
    assertThatThrownBy(() -> OVER.guard(new StringReader("a")).read(new char[1]))
        .isInstanceOf(TimeLimitException.class);
    assertThatThrownBy(() -> OVER.guard("a").charAt(0)).isInstanceOf(TimeLimitException.class);
    assertThatThrownBy(() -> HtmlText.extract("<p>a", 10, OVER))
        .isInstanceOf(TimeLimitException.class);
  }

  @Test
  void shouldChangeNothingBeforeItsTime() throws IOException {
    Deadline never = Deadline.never();
    never.check();
    assertThat(never.guard(new ByteArrayInputStream(new byte[] {1, 2})).readAllBytes())
        .containsExactly(1, 2);
    char[] characters = new char[2];
    assertThat(never.guard(new StringReader("ab")).read(characters)).isEqualTo(2);
    assertThat(characters).containsExactly('a', 'b');
    CharSequence text = never.guard("abc");
    assertThat(text).hasToString("abc").hasSize(3);
    assertThat(text.subSequence(1, 2)).hasToString("b");
    assertThat(Pattern.compile("b+").matcher(text).replaceAll("x")).isEqualTo("axc");
  }

  @Test
  void shouldNotCountTheTimeThatTheThreadWaits() throws InterruptedException {
    Deadline deadline = Deadline.after(Duration.ofMillis(150));
    Thread.sleep(200);
    deadline.check();
  }
}
