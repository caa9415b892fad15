package dev.kindling.corpus.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NormalizedUrlTest {
  @ParameterizedTest
  @CsvSource({
    "http://example.org, example.org",
    "HTTPS://WWW.Example.ORG:443/, example.org",
    "http://example.org:80/a/b/, example.org/a/b",
    "http://example.org:8080/a, example.org:8080/a",
    "http://example.org/A?, example.org/A",
    "http://example.org/a?b=1&a=2#part, example.org/a?b=1&a=2",
    "http://user:secret@example.org/a, example.org/a",
    "http://example.org/caf%c3%a9?x=%2f, example.org/caf%C3%A9?x=%2F",
    "http://www.com/, www.com",
    "http://www2.example.org, www2.example.org",
    "http://[2001:db8::1]:80/x, [2001:db8::1]/x",
    "http://example.org/a//, example.org/a",
    "http://example.org/?q=a/, example.org?q=a/"
  })
  void shouldBringAddressesIntoOneForm(String address, String form) {
    assertThat(NormalizedUrl.of(address)).hasValue(form);
    assertThat(NormalizedUrl.of("http://" + form)).hasValue(form);
  }

  @Test
  void shouldKeepPagesApart() {
    assertThat(NormalizedUrl.of("http://example.org/a"))
        .isNotEqualTo(NormalizedUrl.of("http://example.org/b"))
        .isNotEqualTo(NormalizedUrl.of("http://example.org/A"))
        .isNotEqualTo(NormalizedUrl.of("http://example.org/a?b"))
        .isNotEqualTo(NormalizedUrl.of("https://example.org:80/a"))
        .isNotEqualTo(NormalizedUrl.of("http://a.example.org/a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "books/a.txt", "file:///a", "ftp://example.org/a", "http://", "http:///a"})
  void shouldLeaveAloneWhatIsNoWebAddress(String address) {
    assertThat(NormalizedUrl.of(address)).isEmpty();
  }

  @Test
  void shouldBearNull() {
    assertThat(NormalizedUrl.of(null)).isEmpty();
  }
}
