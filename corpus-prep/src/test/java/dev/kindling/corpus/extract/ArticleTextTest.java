package dev.kindling.corpus.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.Deadline;
import org.junit.jupiter.api.Test;

class ArticleTextTest {
  private static final String FIRST =
      "The ferry left the harbour before sunrise, with eleven passengers and a dog on board.";
  private static final String SECOND =
      "By noon the wind had turned, and the captain chose the longer way around the island.";
  private static final String THIRD =
      "Nobody complained: the soup was hot, and the dog had found a place beside the engine.";
  private static final String ARTICLE = FIRST + "\n" + SECOND + "\n" + THIRD;

  private static String p(String text) {
    return "<p>" + text + "</p>";
  }

  private static String div(String names, String content) {
    return "<div " + names + ">" + content + "</div>";
  }

  private static String story(String between) {
    return div("id=story", p(FIRST) + between + p(SECOND) + p(THIRD));
  }

  @Test
  void shouldTakeTheArticleOutOfThePage() {
    String teaser =
        div("class=box", div("", p("A teaser of another story, that goes on elsewhere")));
    String page =
        div("class=top", "<h1>Around the island</h1>" + p("A voyage"))
            + story("")
            + div("class=more", "<h4>More from us</h4>" + teaser.repeat(4));
    assertThat(HtmlText.extract(page)).isEqualTo(ARTICLE);
  }

  @Test
  void shouldDropTheTitleInsideTheArticle() {
    String page =
        div("id=story", "<h1>Around the island</h1>" + p(FIRST) + "<h2>Noon</h2>" + p(THIRD));
    assertThat(HtmlText.extract(page)).isEqualTo(FIRST + "\nNoon\n" + THIRD);
  }

  @Test
  void shouldJoinTheArticlePartsAroundAnOffer() {
    String page =
        "<h1>Around the island</h1>"
            + div("", div("", div("", div("class='part wide'", p(FIRST) + p(SECOND)))))
            + div("class=shop", p("Buy two tickets until Friday, and travel with three friends"))
            + div("", div("", div("", div("class='part wide'", p(THIRD)))));
    assertThat(HtmlText.extract(page)).isEqualTo(ARTICLE);
  }

  @Test
  void shouldEndTheArticleAtTheNextTitle() {
    String next = "Another article that the page loaded because the reader had come to its end.";
    String page =
        "<h1>Around the island</h1>"
            + div("", div("", div("class=part", p(FIRST) + p(SECOND) + p(THIRD))))
            + "<h1>Trains</h1>"
            + div("", div("", div("class=part", p(next))));
    assertThat(HtmlText.extract(page)).isEqualTo(ARTICLE);
  }

  @Test
  void shouldDropWhatIsSaidAboutTheArticle() {
    String about =
        "<p class=byline>By a passenger</p><time>Monday</time><ul class=post-tags><li>Sea</ul>"
            + "<figure><img src=dog.png><figcaption>The dog at sea</figcaption></figure>"
            + "<div class=imageCaption>The harbour</div><p id=disclaimer>Opinions are free.</p>";
    assertThat(HtmlText.extract(story(about))).isEqualTo(ARTICLE);
  }

  @Test
  void shouldDropOffersInsideTheArticle() {
    String offers =
        "<div class=newsletter-box>Get it by mail</div><div class='social-icons'>Tell others</div>"
            + "<section class=relatedStories><h3>Trains</h3></section><form>Your name</form>"
            + "<div class='box d-print-none'>Stay with us</div><aside>Advertisement</aside>";
    assertThat(HtmlText.extract(story(offers))).isEqualTo(ARTICLE);
  }

  @Test
  void shouldDropBlocksThatAreLinksAsAWholeButKeepLinksInText() {
    String page = story("<p>More: <a href=x>Why trains are slower than ferries</a></p>");
    assertThat(HtmlText.extract(page)).isEqualTo(ARTICLE);
    String linked = FIRST.replace("harbour", "<a href=h>harbour</a>");
    assertThat(HtmlText.extract(story("").replace(FIRST, linked))).isEqualTo(ARTICLE);
  }

  @Test
  void shouldKeepALargePartWhateverItsName() {
    String page = div("id=story", p(FIRST) + "<p class=caption>" + SECOND + "</p>");
    assertThat(HtmlText.extract(page)).isEqualTo(FIRST + "\n" + SECOND);
  }

  @Test
  void shouldNotTakeALargeMenuForTheText() {
    String menu = "<li><a href=x>One of the very many sections of this site</a>".repeat(20);
    assertThat(HtmlText.extract("<header><ul>" + menu + "</ul></header>" + story("")))
        .isEqualTo(ARTICLE);
  }

  @Test
  void shouldCountTextBetweenLineBreaksAsProse() {
    String page =
        div("class=top", p("Short notice")) + div("id=story", FIRST + "<br><br>" + SECOND);
    assertThat(HtmlText.extract(page)).isEqualTo(FIRST + "\n" + SECOND);
  }

  @Test
  void shouldKeepAReferencePageAsAWhole() {
    String page =
        "<h1>Class Ferry</h1>"
            + div("class=description", p(FIRST))
            + div(
                "class=summary",
                "<table><tr><td>void<td>sail()<tr><td>int<td>dogs(int legs, boolean barking)</table>")
            + div(
                "class=details",
                "<pre>void sail()</pre>"
                    + p(SECOND)
                    + "<pre>int dogs(int legs, boolean barking)</pre>"
                    + p(THIRD));
    assertThat(HtmlText.extract(page))
        .isEqualTo(
            "Class Ferry\n"
                + FIRST
                + "\nvoid | sail()\nint | dogs(int legs, boolean barking)\nvoid sail()\n"
                + SECOND
                + "\nint dogs(int legs, boolean barking)\n"
                + THIRD);
  }

  @Test
  void shouldKeepAPageOfManySmallPartsAsAWhole() {
    String page =
        div("class=a", div("", p(FIRST)))
            + div("class=b", div("", p(SECOND)))
            + div("class=c", div("", p(THIRD)))
            + div(
                "class=d",
                div("", p("Then everybody went ashore, and the dog was the first of all.")))
            + div(
                "class=e",
                div("", p("It has been living in the harbour ever since, as far as we know.")));
    assertThat(HtmlText.extract(page).lines()).hasSize(5);
  }

  @Test
  void shouldTakeAnArticleThatIsHiddenUntilAScriptShowsIt() {
    String page = div("class=loading", p("Please wait")) + div("style='display: none'", story(""));
    assertThat(HtmlText.extract(page)).isEqualTo(ARTICLE);
    assertThat(HtmlText.extract("<p>Visible.<div hidden>" + p(FIRST) + "</div>"))
        .isEqualTo("Visible.");
  }

  @Test
  void shouldLeaveOutListsCodeAndTablesOnDemand() {
    String page =
        story(
            "<ul><li>rope</ul><pre>sail();</pre>"
                + "<table><tr><td>dogs<td>1</table><dl><dt>port<dd>left</dl>");
    assertThat(extract(page, true, true, true))
        .isEqualTo(FIRST + "\nrope\nsail();\ndogs | 1\nport\nleft\n" + SECOND + "\n" + THIRD);
    assertThat(extract(page, false, true, true))
        .isEqualTo(FIRST + "\nsail();\ndogs | 1\n" + SECOND + "\n" + THIRD);
    assertThat(extract(page, true, false, true))
        .isEqualTo(FIRST + "\nrope\ndogs | 1\nport\nleft\n" + SECOND + "\n" + THIRD);
    assertThat(extract(page, true, true, false))
        .isEqualTo(FIRST + "\nrope\nsail();\nport\nleft\n" + SECOND + "\n" + THIRD);
  }

  @Test
  void shouldKeepTextThatATableLaysOut() {
    String page = "<table><tr><td>" + story("") + "<td><h4>Tide</h4>high</table>";
    assertThat(extract(page, true, true, false)).isEqualTo(ARTICLE);
  }

  private static String extract(String page, boolean lists, boolean code, boolean tables) {
    ExtractionOptions options = new ExtractionOptions(lists, code, tables);
    return HtmlText.extract(page, 100, Deadline.never(), options).orElseThrow();
  }
}
