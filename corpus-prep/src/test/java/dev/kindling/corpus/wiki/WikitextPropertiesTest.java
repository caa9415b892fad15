package dev.kindling.corpus.wiki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.corpus.Deadline;
import dev.kindling.corpus.TimeLimitException;
import dev.kindling.corpus.extract.TextNormalizer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold of any text, wikitext or not. */
class WikitextPropertiesTest {
  private static final WikiSite SITE = WikiSite.parse(new byte[0]);
  private static final int CHARACTERS = 300_000;
  private static final List<String> PIECES =
      List.of(
          "{{",
          "}}",
          "{{{",
          "}}}",
          "[[",
          "]]",
          "[",
          "]",
          "{|",
          "|}",
          "|",
          "||",
          "|-",
          "\n",
          "\n\n",
          "\n{|",
          "\n|}",
          "==",
          "\n== a ==\n",
          "'",
          "''",
          "'''''",
          "<ref>",
          "</ref>",
          "<ref name=a/>",
          "<nowiki>",
          "</nowiki>",
          "<!--",
          "-->",
          "<br>",
          "<",
          ">",
          "&amp;",
          "&",
          "*",
          "#",
          ":",
          ";",
          "\n* ",
          "http://e.org",
          "[http://e.org x",
          "File:",
          "Category:",
          "lang|en|",
          "convert|1|",
          "__TOC__",
          "__",
          "-{",
          "}-",
          "(",
          ")",
          "( ",
          ",",
          "=",
          "text",
          "größe",
          "東京",
          " ",
          "<table>",
          "</table>",
          "<poem>",
          "</poem>",
          "\ufdd0",
          "\ufdd5",
          "\ud800",
          "quote|",
          "nowrap|",
          "{{!}}");

  @Test
  void shouldNeverThrowAndGiveNormalisedTextWithoutMarks() {
    for (int seed = 0; seed < 2000; seed++) {
      String text = clean(random(seed, 60));
      assertThat(text.chars().filter(c -> Marks.isMark((char) c))).as("seed " + seed).isEmpty();
      assertThat(TextNormalizer.normalize(text)).as("seed " + seed).isEqualTo(text);
    }
  }

  /** These take milliseconds when work is linear, and minutes when it is not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{",
        "{{a|",
        "{{lang|en|",
        "[[",
        "[[a|",
        "{|\n",
        "\n{|",
        "<ref>",
        "<nowiki>",
        "<!--",
        "<",
        "'",
        "[http://e.org ",
        "[http://",
        "(",
        "{{x}}(",
        "==",
        "\n=",
        "\n== a ==",
        "__A",
        "_",
        "&",
        "{{lang|en|}} ",
        "|",
        "=",
        "* ",
        "]]",
        "}}",
        "{{{",
        "}}}",
        "<br",
        "[[File:",
        "{{disambig ",
        "{{ ",
        "{{ab ",
        "{{convert|1|to|",
        "-",
        "#",
        "<sup>",
        "&amp",
        ")",
        "|}",
        "\n|}",
        ": {|",
        "<br>"
      })
  void shouldTakeLinearWorkWhateverIsRepeated(String piece) {
    String once = piece.repeat(CHARACTERS / 2 / piece.length());
    String closing = "}}]]|}</ref></nowiki>-->";
    String closed = once + closing.repeat(CHARACTERS / 2 / closing.length());
    for (String text : List.of(once, closed)) {
      Deadline deadline = Deadline.after(Duration.ofSeconds(20));
      String unused = Wikitext.clean(text, "Title", SITE, deadline);
      boolean unusedToo = Disambiguation.isOne("Title", text);
      deadline.check();
    }
  }

  @Test
  void shouldStopAtTheDeadline() {
    String text = "{{lang|en|[[a]]}}\n".repeat(100);
    assertThatThrownBy(() -> Wikitext.clean(text, "Title", SITE, Deadline.after(Duration.ZERO)))
        .isInstanceOf(TimeLimitException.class);
  }

  private static String random(int seed, int pieces) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private static String clean(String text) {
    return Wikitext.clean(text, "Title", SITE, Deadline.never());
  }
}
