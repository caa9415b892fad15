package dev.kindling.corpus.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.Deadline;
import org.junit.jupiter.api.Test;

class HtmlTextTest {
  @Test
  void shouldWriteOneBlockALine() {
    assertThat(
            HtmlText.extract(
                "<h1>Title</h1><p>One <b>bold</b>\n  word.<p>Two<br>lines.<ul><li>first<li>second"
                    + "<ul><li>nested</ul></ul>tail<dl><dt>term<dd>meaning</dl>"))
        .isEqualTo(
            "Title\nOne bold word.\nTwo\nlines.\nfirst\nsecond\nnested\ntail\nterm\nmeaning");
  }

  @Test
  void shouldKeepTheLinesOfPreformattedText() {
    assertThat(
            HtmlText.extract(
                "<p>Code:</p><pre>int a = 1;\n\n  <b>return</b> a;\n</pre><p>End\nhere.</p>"))
        .isEqualTo("Code:\nint a = 1;\nreturn a;\nEnd here.");
  }

  @Test
  void shouldSeparateTheCellsOfATableRow() {
    String table =
        "<table><tr><th>Name<th>Value<tr><td><code>a</code><td><div>one</div><p>two</p>"
            + "<tr><td><td>alone</table>";
    assertThat(HtmlText.extract(table)).isEqualTo("Name | Value\na | one two\nalone");
  }

  @Test
  void shouldNotTakeALayoutTableForData() {
    String layout = "<table><tr><td><h2>Head</h2><p>Text.</p><td><ul><li>x<li>y</ul></table>";
    assertThat(HtmlText.extract(layout)).isEqualTo("Head\nText.\nx\ny");
  }

  @Test
  void shouldDropWhatIsNotReadAndWhatLeadsElsewhere() {
    String page =
        "<title>T</title><script>var x = '<p>no';</script><style>p {}</style>"
            + "<noscript>no</noscript><header>Site</header><nav>Home</nav>"
            + "<div role=navigation>Menu</div><div class='topNav'>Overview</div>"
            + "<div class=skipNav>Skip</div><ul id=breadcrumb-list><li>Up</ul>"
            + "<div hidden>secret</div><div style='color:red; display: none'>gone</div>"
            + "<p>The text that people come for, long enough to be most of the page.</p>"
            + "<p class='navy-blue footnote'>A note.</p><aside>Ads</aside>"
            + "<form>Search <input></form><div class='page_footer'>Imprint</div>"
            + "<footer>(c)</footer>";
    assertThat(HtmlText.extract(page))
        .isEqualTo("The text that people come for, long enough to be most of the page.\nA note.");
  }

  @Test
  void shouldKeepTheTextWhateverItsContainerIsCalled() {
    assertThat(
            HtmlText.extract(
                "<form class=sidebar><div id=menu><p>Everything is in here.</p></div></form>"))
        .isEqualTo("Everything is in here.");
    assertThat(
            HtmlText.extract("<body class='toc2 nav-open'><h2 class=nav id=menu>Menu</h2><p>Text."))
        .isEqualTo("Menu\nText.");
  }

  @Test
  void shouldPreferTheMainPartWhenItHoldsMostText() {
    assertThat(
            HtmlText.extract(
                "<div>Related: others</div><main><header><h1>Title</h1></header>"
                    + "<p>The main text of the page, in full.</p></main>"))
        .isEqualTo("Title\nThe main text of the page, in full.");
    assertThat(
            HtmlText.extract("<article>Short</article><p>But most of the text stands outside.</p>"))
        .isEqualTo("Short\nBut most of the text stands outside.");
  }

  @Test
  void shouldReadAJavadocPage() {
    String page =
        "<html><body><div class=\"topNav\"><a name=\"navbar.top\"></a><div class=\"skipNav\">"
            + "<a href=\"#s\">Skip navigation links</a></div><ul class=\"navList\"><li>Overview"
            + "</li></ul></div><div class=\"subNav\"><ul class=\"subNavList\"><li>Summary:</li>"
            + "</ul></div><div class=\"header\"><div class=\"subTitle\">org.example</div>"
            + "<h2 class=\"title\">Class Vector</h2></div><div class=\"contentContainer\">"
            + "<div class=\"description\"><ul class=\"blockList\"><li><div class=\"block\">A vector"
            + " with <code>size</code> elements and all that belongs to it.</div></li></ul></div>"
            + "<table><tr><td><code>int</code></td><td><code><a>size</a>()</code>"
            + "<div class=\"block\">Number of elements.</div></td></tr></table></div>"
            + "<div class=\"bottomNav\"><ul class=\"navList\"><li>Overview</li></ul></div>"
            + "<p class=\"legalCopy\"><small>Copyright.</small></p></body></html>";
    assertThat(HtmlText.extract(page))
        .isEqualTo(
            "org.example\nClass Vector\nA vector with size elements and all that belongs to it.\n"
                + "int | size() Number of elements.\nCopyright.");
  }

  @Test
  void shouldSurviveMalformedAndDeepMarkup() {
    assertThat(HtmlText.extract("")).isEmpty();
    assertThat(HtmlText.extract("<<p>>a</ b <td>c</p></div><![CDATA[d")).contains("a");
    assertThat(HtmlText.extract("no markup & an &amp; &#8211; &bogus;"))
        .isEqualTo("no markup & an & – &bogus;");
    String deep = "<div>".repeat(3_000) + "bottom";
    assertThat(HtmlText.extract(deep)).isEqualTo("bottom");
    assertThat(HtmlText.extract(deep, 2_000, Deadline.never())).isEmpty();
    assertThat(HtmlText.extract(deep, 4_000, Deadline.never())).contains("bottom");
  }

  @Test
  void shouldDropListsOfLinksButNotTextWithLinks() {
    String page =
        "<p>Plain text that is the greater part of this page, whatever else is on it.</p>"
            + "<ul><li><a href=a>First story</a><li><a href=b>Second story</a></ul>"
            + "<div>See <a href=c>there</a> for more of it.</div>"
            + "<div class='share-buttons'>Share this</div>";
    assertThat(HtmlText.extract(page))
        .isEqualTo(
            "Plain text that is the greater part of this page, whatever else is on it.\n"
                + "See there for more of it.");
  }
}
