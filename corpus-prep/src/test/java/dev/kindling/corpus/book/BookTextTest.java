package dev.kindling.corpus.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.Deadline;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookTextTest {
  private static final String PROSE =
      """
      The harbour lay quiet under the first light, and the boats that had
      come in during the night rocked against the stones of the long wall.
      Nobody had thought to wake the keeper, who slept on in his chair with
      a lamp beside him that still burned.
      """;

  private static final String JOINED = PROSE.strip().replace('\n', ' ');

  @Test
  void shouldJoinTheLinesOfProse() {
    assertThat(whole(PROSE + "\n" + PROSE)).isEqualTo(JOINED + "\n\n" + JOINED);
    assertThat(whole(PROSE.replace("\n", "\r\n"))).isEqualTo(JOINED);
  }

  @Test
  void shouldKeepTheLinesOfVerse() {
    String verse =
        """
        The tide goes out, the tide comes in,
          And who shall count the sand?
        The gulls above the harbour spin,
          And some come back to land.
        """;
    assertThat(whole(PROSE + "\n" + verse + "\n" + PROSE))
        .isEqualTo(
            JOINED
                + "\n\nThe tide goes out, the tide comes in,\nAnd who shall count the sand?\n"
                + "The gulls above the harbour spin,\nAnd some come back to land.\n\n"
                + JOINED);
  }

  @Test
  void shouldKeepTheRowsOfTablesAndTheItemsOfLists() {
    String table =
        """
        Boat            Crew     Catch
        Aurora             4      1200
        Heron              3       900
        """;
    String list =
        """
        1. Bring the nets up to the loft before the rain, and hang them from
           the long beam to dry.
        2. Count the floats.
        """;
    assertThat(whole(PROSE + "\n" + table + "\n" + list))
        .isEqualTo(
            JOINED
                + "\n\nBoat Crew Catch\nAurora 4 1200\nHeron 3 900\n\n"
                + "1. Bring the nets up to the loft before the rain, and hang them from the long"
                + " beam to dry.\n2. Count the floats.");
  }

  @Test
  void shouldJoinNarrowQuotationsByTheirSmallLetters() {
    String quotation =
        """
            We beg to inform the keeper that the lamp
            of the lower light was seen to fail on two
            nights of the past month.
        """;
    assertThat(whole(PROSE + "\n" + quotation))
        .endsWith(
            "that the lamp of the lower light was seen to fail on two nights of the past month.");
  }

  @Test
  void shouldStartAParagraphAtAnIndentedLine() {
    String indented = PROSE + "  \"" + PROSE;
    assertThat(whole(indented)).isEqualTo(JOINED + "\n\n\"" + JOINED);
  }

  @Test
  void shouldDecideAboutHyphensByTheRestOfTheBook() {
    String book =
        """
        The keeper was a well-known man in the town, and his light-
        house was known too; it was the lighthouse that every well-
        known sailor had seen, and a land-mark for every fisher-
        man who came from the islands with the re-
        Christened boats of the summer.
        """;
    assertThat(whole(book))
        .contains("his lighthouse was known")
        .contains("every well-known sailor")
        .contains("every fisherman who")
        .contains("the re-Christened boats");
  }

  @Test
  void shouldNotSeparateWordsThatADashJoins() {
    String book =
        """
        He waited for the boat that was late again that evening, and it came at
        last with all of its men, their nets, and the whole of the night's catch--
        and all of them sang.
        """;
    assertThat(whole(book)).contains("catch--and all");
  }

  @Test
  void shouldRemoveMarksOfTranscribers() {
    String book =
        "[Illustration: The harbour [see page 3]\nat dawn]\n\n"
            + PROSE.replace("first light", "_first light_").replace("lamp", "=lamp=")
            + "\n[Transcriber's Note: a misprint in the\nline above was corrected.]\n\n*[Illustration]\n\n"
            + PROSE.replace("keeper", "keeper [Pg 12]").replace("stones", "snake_case_stones")
            + "\nA bracket [that stays] here.\n";
    assertThat(whole(book))
        .isEqualTo(
            JOINED
                + "\n\n"
                + JOINED.replace("stones", "snake_case_stones")
                + "\n\nA bracket [that stays] here.");
  }

  @Test
  void shouldRemovePageNumbersAndRunningHeadersWherePagesEndWithinSentences() {
    StringBuilder book = new StringBuilder();
    for (int page = 1; page <= 12; page++) {
      book.append("The wind had turned to the west by the evening of the day, and the\n")
          .append("men who sat in the house by the water spoke of nothing but the long\n\n")
          .append(page % 2 == 0 ? page + "   THE KEEPER\n\n" : "THE LOWER LIGHT   " + page + "\n\n")
          .append("winter that was before them.\n\n");
    }
    String text = whole(book.toString());
    assertThat(text).doesNotContain("KEEPER").doesNotContain("LIGHT").doesNotContain("12");
    assertThat(text).contains("of nothing but the long winter that was before them.");
  }

  @Test
  void shouldKeepNumbersThatHeadChapters() {
    StringBuilder book = new StringBuilder();
    for (int chapter = 1; chapter <= 12; chapter++) {
      book.append("\n\n").append(chapter).append("\n\n").append(PROSE);
    }
    assertThat(whole(book.toString())).startsWith("1\n\n").contains("\n\n12\n\n");
  }

  @Test
  void shouldRemoveATableOfContentsWhoseEntriesComeAgain() {
    String book =
        "THE LOWER LIGHT\n\n\nCONTENTS\n\n  Chapter I. The Harbour ..... 1\n  Chapter II. The Lamp ..... 9\n\n\n"
            + "CHAPTER I\nThe Harbour\n\n"
            + PROSE
            + "\n\nCHAPTER II\nThe Lamp\n\n"
            + PROSE;
    assertThat(whole(book))
        .startsWith("THE LOWER LIGHT\n\nCHAPTER I\nThe Harbour\n\n" + JOINED)
        .doesNotContain("CONTENTS");
    assertThat(whole("CONTENTS\n\nOne thing\n\n" + PROSE)).startsWith("CONTENTS\n\nOne thing");
  }

  @Test
  void shouldSplitChaptersAtHeadings() {
    String book =
        "THE LOWER LIGHT\n\n"
            + PROSE
            + "\n\nBOOK I\n\nCHAPTER I. The Harbour\n\n"
            + PROSE
            + "\n\nChapter the Second\n\nThe Lamp\n\n"
            + PROSE
            + "\n\n\nIII\n\n"
            + PROSE
            + "\n\nZweites Kapitel\n\n"
            + PROSE
            + "\nThe book the first of them read.\n\n";
    List<String> chapters = BookText.read(book, true, Deadline.never());
    assertThat(chapters).hasSize(5);
    assertThat(chapters.get(0)).isEqualTo("THE LOWER LIGHT\n\n" + JOINED);
    assertThat(chapters.get(1)).isEqualTo("BOOK I\n\nCHAPTER I. The Harbour\n\n" + JOINED);
    assertThat(chapters.get(2)).isEqualTo("Chapter the Second\n\nThe Lamp\n\n" + JOINED);
    assertThat(chapters.get(3)).startsWith("III\n\n");
    assertThat(chapters.get(4)).startsWith("Zweites Kapitel").endsWith("of them read.");
    assertThat(String.join("\n\n", chapters)).isEqualTo(whole(book));
  }

  private static String whole(String book) {
    List<String> texts = BookText.read(book, false, Deadline.never());
    assertThat(texts).hasSize(1);
    return texts.get(0);
  }
}
