package dev.kindling.corpus.extract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineJoinerTest {
  private static final String WRAPPED =
      """
      CHAPTER 1

      The keeper of the light went up to the lamp with a can of
      oil, as he had done each evening for eleven years, and when
      he came to the top he found that the wick was gone.

      "Who was here?" he asked.
      Nobody answered.

      - a list
      - of short lines
      """;

  @Test
  void shouldJoinWhatWasWrappedAndKeepWhatEndsEarly() {
    assertThat(LineJoiner.join(WRAPPED.strip()))
        .isEqualTo(
            "CHAPTER 1\n\nThe keeper of the light went up to the lamp with a can of oil, as he had"
                + " done each evening for eleven years, and when he came to the top he found that"
                + " the wick was gone.\n\n\"Who was here?\" he asked.\nNobody answered.\n\n- a list\n"
                + "- of short lines");
  }

  @Test
  void shouldLeaveOtherTextAlone() {
    String verse = "Roses are red\nViolets are blue\nSugar is sweet";
    String paragraphs =
        ("A paragraph that runs on and on. ".repeat(8).strip() + "\n").repeat(4).strip();
    assertThat(LineJoiner.join(verse)).isSameAs(verse);
    assertThat(LineJoiner.join(paragraphs)).isSameAs(paragraphs);
    assertThat(LineJoiner.join("")).isEmpty();
  }

  @Test
  void shouldChangeNothingButLineEnds() {
    assertThat(LineJoiner.join(WRAPPED).replaceAll("\\s+", " ").strip())
        .isEqualTo(WRAPPED.replaceAll("\\s+", " ").strip());
  }
}
