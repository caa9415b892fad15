package dev.kindling.corpus.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.TextEdit;
import dev.kindling.corpus.dedup.RepeatedUnits.Repeat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RepeatedUnitsTest {
  private static final RepeatedUnits LINES = new RepeatedUnits(TextUnit.LINE, "repeated-lines", 0);

  @Test
  void shouldCutATextIntoLinesAndParagraphs() {
    assertThat(pieces(TextUnit.LINE, "a\nb\n\nc\n")).containsExactly("a", "b", "c");
    assertThat(pieces(TextUnit.PARAGRAPH, "a\nb\n\nc\n")).containsExactly("a\nb", "c");
    assertThat(pieces(TextUnit.PARAGRAPH, "a\nb\nc")).containsExactly("a", "b", "c");
    assertThat(pieces(TextUnit.PARAGRAPH, "\n\n\na\n\n\nb\n\n")).containsExactly("a", "b");
    assertThat(pieces(TextUnit.LINE, "")).isEmpty();
  }

  /** Slashes stand for line feeds. */
  @ParameterizedTest
  @CsvSource({
    "a/b/c, 0, b/c",
    "a/b/c, 1, a/c",
    "a/b/c, 2, a/b",
    "a/b/c, 01, c",
    "a/b/c, 12, a",
    "a/b/c, 02, b",
    "a/b//c/d, 1, a//c/d",
    "a/b//c/d, 2, a/b//d",
    "a/b//c/d, 12, a//d",
    "a//b/c//d, 123, a",
    "a//b/c//d, 012, d"
  })
  void shouldCutLinesAndKeepEmptyLinesBetweenTheRest(String text, String cut, String left) {
    String before = text.replace('/', '\n');
    List<Repeat> repeats = new ArrayList<>();
    cut.chars().forEach(digit -> repeats.add(new Repeat(digit - '0', 2)));

    Decision.Edit edit = (Decision.Edit) LINES.decide(before, repeats);

    assertThat(edit.text()).isEqualTo(left.replace('/', '\n'));
    assertThat(TextEdit.apply(before, edit.edits())).isEqualTo(edit.text());
    assertThat(edit.edits()).hasSameSizeAs(repeats);
  }

  @Test
  void shouldSayWhichOccurrenceWasCut() {
    Decision.Edit edit =
        (Decision.Edit) LINES.decide("first\nsecond\nthird", List.of(new Repeat(1, 7)));

    assertThat(edit.edits())
        .containsExactly(new TextEdit("repeated-lines.occurrences", 6, "second\n", "", 7, 1));
  }

  @Test
  void shouldDropADocumentThatIsLeftTooShort() {
    RepeatedUnits units = new RepeatedUnits(TextUnit.PARAGRAPH, "repeated-paragraphs", 5);
    String reason = "repeated-paragraphs.minimum-document-characters";

    assertThat(units.decide("1234\n\nlong enough", List.of(new Repeat(1, 2))))
        .isEqualTo(new Decision.Drop(reason, 4, 5));
    assertThat(units.decide("12345\n\nlong enough", List.of(new Repeat(1, 2))))
        .isInstanceOf(Decision.Edit.class);
    assertThat(LINES.decide("a\nb", List.of(new Repeat(0, 2), new Repeat(1, 2))))
        .isEqualTo(new Decision.Drop("repeated-lines.minimum-document-characters", 0, 1));
  }

  @Test
  void shouldKeepATextWithoutRepeats() {
    assertThat(LINES.decide("", List.of())).isEqualTo(Decision.KEEP);
  }

  @Test
  void shouldRejectPiecesThatTheTextDoesNotHave() {
    assertThatThrownBy(() -> LINES.decide("a\nb", List.of(new Repeat(2, 2))))
        .hasMessageContaining("the text has 2 pieces");
  }

  private static List<String> pieces(TextUnit unit, String text) {
    return unit.spans(text).stream().map(span -> text.substring(span.start(), span.end())).toList();
  }
}
