package dev.kindling.corpus.wiki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.Deadline;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WikitextTest {
  private static final WikiSite SITE =
      WikiSite.parse(
          """
          <mediawiki><siteinfo><base>https://de.example.org/wiki/Start</base><namespaces>
          <namespace key="6" case="first-letter">Datei</namespace>
          <namespace key="14" case="first-letter">Kategorie</namespace></namespaces></siteinfo>
          """
              .getBytes(StandardCharsets.UTF_8));

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "'''Bold''', ''italic'' and '''''both'''''. ~ Bold, italic and both.",
        "L'''amour'' d'''une''' ~ Lamour dune",
        "A [[link]], a [[target|label]], [[bus]]es. ~ A link, a label, buses.",
        "[[Rome|the ''eternal'' city]] lies. ~ the eternal city lies.",
        "See [[:Category:Ships]] and [[:de:Rom|Rom]]. ~ See Category:Ships and Rom.",
        "An [http://example.org old page] and [//example.org]. ~ An old page and.",
        "Read https://example.org/x now, or [1] and a[i]. ~ Read https://example.org/x now, or [1]"
            + " and a[i].",
        "One{{citation needed|date={{CURRENTYEAR}}}} two. ~ One two.",
        "Rome ({{IPA|x}}; founded 753 BC) lies. ~ Rome (founded 753 BC) lies.",
        "Rome ({{IPA|x}}) lies, f() does not. ~ Rome lies, f() does not.",
        "Rome (Latin: ''Roma'', {{IPA|x}}) lies. ~ Rome (Latin: Roma) lies.",
        "{{PAGENAME}} has {{formatnum:1234}} people, {{{1|none}}}. ~ Title has 1234 people,.",
        "{{#if:x|yes|no}}Text. ~ Text.",
        "Size {{convert|10|km|mi|abbr=on}}, {{cvt|3|to|5|km2}}, {{convert|5|ft|6|in|cm}}. ~ Size 10"
            + " km, 3 to 5 km², 5 ft 6 in.",
        "The {{lang|fr|mot ''juste''}} and {{nowrap|10 apples}}{{snd}}{{abbr|UN|United Nations}}. ~"
            + " The mot juste and 10 apples – UN.",
        "{{nihongo|'''Tokyo'''|東京|Tōkyō}} is big. ~ Tokyo is big.",
        "a{{nbsp}}b {{frac|1|2}} {{circa|1900}} ~ a b 1/2 c. 1900",
        "Water is H<sub>2</sub>O, 10<sup>6</sup> drops, the 1<sup>st</sup>. ~ Water is H2O, 10^6"
            + " drops, the 1st.",
        "A<ref>note {{cite|x}}</ref> B<ref name=\"a\" /> C<REF group=n>x</REF>. ~ A B C.",
        "A<!-- [[hidden -->B ~ AB",
        "A <nowiki>[[x]] ''y'' {{z}}</nowiki> B ~ A [[x]] ''y'' {{z}} B",
        "If <math>x_{1}}}</math> then {{z}}so. ~ If then so.",
        "Use <code>a < b</code> &amp; &lt;b&gt; &#8364;&nbsp;5. ~ Use a < b & <b> € 5.",
        "3 < 4 and <unknown>. ~ 3 < 4 and <unknown>.",
        "__NOTOC__A__b__c __KEIN_INHALT ~ A__b__c __KEIN_INHALT",
        "[[Datei:A.jpg|mini|Caption with [[link]] and [http://x.org y]]]Text ~ Text",
        "[[Kategorie:Städte]][[Category:Towns]][[fr:Rome]]Text ~ Text",
        "[[Image:a.png]]Text with {{x|[[File:b.png|{{y}}]]}} gap. ~ Text with gap.",
        "Broken [[link and {{template ~ Broken link and template",
        "Closed ]] and }} and |} ~ Closed ]] and and |",
      })
  void shouldCleanWhatStandsInALine(String wikitext, String expected) {
    assertThat(clean(wikitext)).isEqualTo(expected);
  }

  @Test
  void shouldJoinLinesOfAParagraphAndKeepListItemsAsLines() {
    String wikitext =
        """
        One
        paragraph.

        Another.<br />Its second line.
        * first
        ** second {{x}}
        # third
        ; term : meaning
         on its own
        ----
        Last.
        """;
    assertThat(clean(wikitext).lines())
        .containsExactly(
            "One paragraph.",
            "Another.",
            "Its second line.",
            "first",
            "second",
            "third",
            "term : meaning",
            "on its own",
            "Last.");
  }

  @Test
  void shouldWriteHeadingsOfSectionsThatHaveText() {
    String wikitext =
        """
        Lead.
        == Full ==
        === Empty ===
        === ''Inner'' {{anchor|x}}===
        Text.
        == Empty too ==
        {{clear}}
        == References ==
        <references />
        === Below ===
        List of books.
        == After ==
        1 = 1
        ==Einzelnachweise==
        More books.
        """;
    assertThat(clean(wikitext).lines())
        .containsExactly("Lead.", "Full", "Inner", "Text.", "After", "1 = 1");
  }

  @Test
  void shouldDropTablesAlsoNestedOnes() {
    String wikitext =
        """
        Before.
        {| class="x"
        |-
        | a || {{t|x}}
        |
        {| style="y"
        | inner
        |}
        | {{u
        |}}
        |}
        Between {{Infobox
        | a = {{x}}
        | b = [[c|d]]
        }}words.
        {| unclosed
        | cell
        """;
    assertThat(clean(wikitext).lines()).containsExactly("Before.", "Between words.", "unclosed");
  }

  @Test
  void shouldDropBlocksThatHoldNoText() {
    String wikitext =
        """
        A.
        <gallery>
        File:a.jpg|caption
        </gallery>
        <syntaxhighlight lang="java">int x;</syntaxhighlight>
        <timeline>x</timeline>
        <table><tr><td>cell</td></tr></table>
        <!-- a comment -->
        B <div class="x">C</div>
        <poem>
        first
        second
        </poem>
        {{quote|Said
        so.|Author}}
        """;
    assertThat(clean(wikitext).lines())
        .containsExactly("A.", "B", "C", "first", "second", "Said so.");
  }

  private static String clean(String wikitext) {
    return Wikitext.clean(wikitext, "Title", SITE, Deadline.never());
  }
}
