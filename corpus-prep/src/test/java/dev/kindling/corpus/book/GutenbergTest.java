package dev.kindling.corpus.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GutenbergTest {
  private static final String HEADER =
      "The Project Gutenberg EBook of A Title, by A Writer\n\nLicence.\n\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*** START OF THE PROJECT GUTENBERG EBOOK A TITLE ***",
        "*** START OF THIS PROJECT GUTENBERG EBOOK A TITLE ***",
        "***START OF THE PROJECT GUTENBERG EBOOK A TITLE***",
        "*** START OF THE PROJECT GUTENBERG EBOOK A LONG TITLE,\nOF TWO LINES ***",
        "*** START OF THE COPYRIGHTED PROJECT GUTENBERG EBOOK A TITLE ***",
        "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*",
        "*END THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.10/04/01*END*",
        "***START**THE SMALL PRINT!**START***\nMore.\n*END*THE SMALL PRINT! FOR COPYRIGHTED*END*",
      })
  void shouldCutTheHeaderAtEachKindOfMark(String start) {
    assertThat(body(HEADER + start + "\n\n\nThe text.\n\nMore text.\n\nEnd.\n\nEven more.\n"))
        .isEqualTo("The text.|More text.|End.|Even more.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*** END OF THE PROJECT GUTENBERG EBOOK A TITLE ***",
        "*** END OF THIS PROJECT GUTENBERG EBOOK A TITLE ***",
        "***END OF THE PROJECT GUTENBERG EBOOK A TITLE***",
        "End of the Project Gutenberg EBook of A Title, by A Writer",
        "End of Project Gutenberg's A Title, by A Writer\n\n*** END OF THIS PROJECT GUTENBERG EBOOK ***",
        "End of this Project Gutenberg Etext of A Title",
        "Ende dieses Projekt Gutenberg Etextes Ein Titel",
        "Ende dieses Project Gutenberg Etextes Ein Titel",
        "Fin du Projet Gutenberg EBook de Un titre",
        "Fine del Progetto Gutenberg",
        "*** START: FULL LICENSE ***",
        "***START**THE SMALL PRINT!**FOR PUBLIC DOMAIN ETEXTS**START***",
      })
  void shouldCutTheLicenceAtEachKindOfMark(String end) {
    String book = HEADER + "*** START OF THIS PROJECT GUTENBERG EBOOK A TITLE ***\n\nThe text.\n\n";
    assertThat(body(book + end + "\n\nLicence, long and legal.\n")).isEqualTo("The text.");
  }

  @Test
  void shouldRemoveCreditsButNoTextThatLooksLikeThem() {
    String book =
        HEADER
            + "*** START OF THIS PROJECT GUTENBERG EBOOK A TITLE ***\n\n"
            + "Produced by A. Person and the Online Distributed\nProofreading Team\n\n"
            + "A TITLE\n\nThe text.\n\n".repeat(9)
            + "Produced by the old mill, flour was cheap.\n";
    assertThat(body(book)).startsWith("A TITLE|The text.").endsWith("flour was cheap.");
  }

  @Test
  void shouldKeepAllVolumesOfACollection() {
    String book =
        HEADER
            + "*** START OF THIS PROJECT GUTENBERG EBOOK A TITLE ***\n\nOne.\n\n"
            + "End of the Project Gutenberg EBook of Volume 1\n\nTwo.\n\n"
            + "x\n\n".repeat(20)
            + "End of the Project Gutenberg EBook of Volume 2\n\n"
            + "*** END OF THIS PROJECT GUTENBERG EBOOK A TITLE ***\n\nLicence.\n";
    assertThat(body(book)).startsWith("One.|Two.|x").endsWith("|x").doesNotContain("Gutenberg");
  }

  @Test
  void shouldKeepEveryBookOfAFileThatHoldsSeveral() {
    String mark = "*** END OF THE PROJECT GUTENBERG EBOOK A TITLE ***\n\n";
    String second = "A line of the second book.\n\n".repeat(1000);

    String text =
        body(
            HEADER
                + "***START OF THE PROJECT GUTENBERG EBOOK***\n\nOne.\n\n"
                + mark
                + second
                + mark);

    assertThat(text).startsWith("One.|A line of the second book.|").doesNotContain("***");
    assertThat(text.split("\\|")).hasSize(1001);
  }

  @Test
  void shouldLeaveOtherBooksAlone() {
    String book = "Produced by nobody.\n\nThe end of the project was near.\n\nGutenberg printed.\n";
    assertThat(body(book)).isEqualTo(book.strip().replace("\n\n", "|"));
    assertThat(Gutenberg.isHeader(book)).isFalse();
  }

  @Test
  void shouldKnowHeadersOfAllAges() {
    assertThat(Gutenberg.isHeader(HEADER)).isTrue();
    assertThat(Gutenberg.isHeader("**The Project Gutenberg Etext of A Title**\n")).isTrue();
    assertThat(Gutenberg.isHeader("x\n*** START OF THE PROJECT GUTENBERG EBOOK 1 ***")).isTrue();
    assertThat(Gutenberg.isHeader("I read it at Project Gutenberg yesterday.")).isFalse();
  }

  @Test
  void shouldCutChaptersOfAnElectronicBook() {
    List<String> chapters =
        List.of(
            "The Project Gutenberg eBook of A Title\nLicence.",
            "*** START OF THE PROJECT GUTENBERG EBOOK A TITLE ***\nProduced by A. Person\nOne.",
            "Two.\nThree.",
            "*** END OF THE PROJECT GUTENBERG EBOOK A TITLE ***\nLicence.");
    assertThat(Gutenberg.bodies(chapters)).containsExactly("One.", "Two.\nThree.");
    assertThat(Gutenberg.bodies(List.of("One.", "", "Two."))).containsExactly("One.", "Two.");
  }

  /** The lines with text, with bars between them. */
  private static String body(String book) {
    return String.join(
        "|", Gutenberg.body(book.lines().toList()).stream().filter(l -> !l.isBlank()).toList());
  }
}
