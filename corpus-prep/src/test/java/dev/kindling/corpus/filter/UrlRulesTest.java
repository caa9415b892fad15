package dev.kindling.corpus.filter;

import static dev.kindling.corpus.filter.RuleTables.decide;
import static dev.kindling.corpus.filter.RuleTables.document;
import static dev.kindling.corpus.filter.RuleTables.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Language;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlRulesTest {
  @ParameterizedTest
  @CsvSource({
    "http://example.org/x, example.org",
    "HTTPS://user:secret@WWW.Sub.Example.ORG:8080?q, example.org",
    "http://ads.example.com, ads.example.com",
    "http://a.ads.example.com/b, ads.example.com",
    "http://blocked.net/, blocked.net",
    "http://example.com/, ''",
    "http://myexample.org/, ''",
    "http://other.com/example.org, ''",
    "books/example.org, ''"
  })
  void shouldBlockHostsAndWhatIsBelowThem(String uri, String matched) {
    Rule rule =
        rule("blocked-hosts", "hosts", List.of("blocked.net"), "files", List.of("hosts.txt"));
    assertThat(of(rule, uri)).isEqualTo(expected("blocked-hosts.hosts", 1, 0, matched));
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.com/a/b, example.com/a/b",
    "https://www.example.com/a/b/#top, example.com/a/b",
    "http://example.com/a, ''",
    "http://example.com/a/B, ''",
    "in/example.com/a/b, ''"
  })
  void shouldBlockAddresses(String uri, String matched) {
    Rule rule = rule("blocked-urls", "urls", List.of("http://Example.com/a/b/"));
    assertThat(of(rule, uri)).isEqualTo(expected("blocked-urls.urls", 1, 0, matched));
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.com/Casino-news, true, casino",
    "http://casino.com, true, casino",
    "http://a.com/my_casino_trip, true, casino",
    "http://a.com/casinos, true, ''",
    "http://a.com/casinos, false, casino"
  })
  void shouldBlockWordsInAddresses(String uri, boolean wholeWords, String matched) {
    Rule rule = rule("blocked-url-words", "words", List.of("casino"), "whole-words", wholeWords);
    assertThat(of(rule, uri)).isEqualTo(expected("blocked-url-words.maximum-count", 1, 0, matched));
  }

  @Test
  void shouldTakeTwoDifferentSuspectWords() {
    Rule rule = rule("suspect-url-words", "words", List.of("free", "prize", "win"));
    assertThat(of(rule, "http://a.com/free/free/free")).isEqualTo(Decision.KEEP);
    assertThat(of(rule, "http://a.com/win-free"))
        .isEqualTo(new Decision.Drop("suspect-url-words.maximum-count", 2, 1, "free, win"));
  }

  @Test
  void shouldDropByLanguageAndScore() {
    Rule rule = rule("language", "allowed", List.of("eng", "deu"));
    assertThat(in(rule, "eng", 0.65)).isEqualTo(Decision.KEEP);
    assertThat(in(rule, "deu", 1)).isEqualTo(Decision.KEEP);
    assertThat(in(rule, "eng", 0.6499))
        .isEqualTo(new Decision.Drop("language.minimum-score", 0.6499, 0.65, "eng"));
    assertThat(in(rule, "fra", 0.9))
        .isEqualTo(new Decision.Drop("language.allowed", 0.9, 0.65, "fra"));
    assertThat(in(rule, "und", 0))
        .isEqualTo(new Decision.Drop("language.minimum-score", 0, 0.65, "und"));
    assertThat(in(rule("language"), "fra", 0.9)).isEqualTo(Decision.KEEP);
  }

  private static Decision of(Rule rule, String uri) {
    return decide(rule, document(uri, "text", Language.UNKNOWN));
  }

  private static Decision in(Rule rule, String code, double score) {
    return decide(rule, document("in/a", "text", new Language(code, score)));
  }

  private static Decision expected(String reason, double value, double threshold, String detail) {
    return detail.isEmpty() ? Decision.KEEP : new Decision.Drop(reason, value, threshold, detail);
  }
}
