package dev.kindling.corpus.sentence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceSplitterTest {
  @Test
  void shouldSplitAtEndMarksAndLines() {
    assertThat(split("It rained. Did it stop? No! She said “Yes.” Then\nA heading\n\nMore text"))
        .containsExactly(
            "It rained.",
            "Did it stop?",
            "No!",
            "She said “Yes.”",
            "Then",
            "A heading",
            "More text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mr. Brown met Dr. Smith (Prof. Jones was away) in St. Louis.",
        "Use a queue, e.g. Kafka, i.e. A log, cf. Section 3.",
        "J. R. R. Tolkien and George W. Bush wrote it.",
        "The U.S. Army uses version 3.14 of it.",
        "See Fig. 3 and No. 7 on pp. 12 to 14.",
        "2. Installation",
        "It costs 1.5 million or so...and counting.",
        "Call java.util.List.of to make one."
      })
  void shouldNotSplitInsideASentence(String sentence) {
    assertThat(split(sentence)).containsExactly(sentence);
  }

  @Test
  void shouldSplitWhereAnAbbreviationIsAWord() {
    assertThat(split("He said no. Then he left.")).containsExactly("He said no.", "Then he left.");
    assertThat(split("So am I. You too.")).containsExactly("So am I.", "You too.");
    assertThat(split("It took 5. Then 6 more.")).containsExactly("It took 5.", "Then 6 more.");
  }

  @Test
  void shouldLoseNothingButWhiteSpace() {
    String text = " One.  Two? “Three!” 4.5 Mr. X\n\n\tFive … six. 中文。第二句。 \n";
    assertThat(String.join("", split(text)).replaceAll("\\s+", ""))
        .isEqualTo(text.replaceAll("\\s+", ""));
    assertThat(split(text))
        .allMatch(sentence -> !sentence.isBlank() && sentence.equals(sentence.strip()));
    assertThat(split("")).isEmpty();
    assertThat(split(" \n \n")).isEmpty();
  }

  private static List<String> split(String text) {
    return new SentenceSplitter().split(text);
  }
}
