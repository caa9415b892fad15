package dev.kindling.benchmarks.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SyntheticTextTest {
  @Test
  void shouldDependOnTheSeedAlone() {
    List<String> documents = new SyntheticText(7).documents(100_000);

    assertThat(new SyntheticText(7).documents(100_000)).isEqualTo(documents);
    assertThat(new SyntheticText(8).documents(100_000)).isNotEqualTo(documents);
  }

  @Test
  void shouldHoldTheBytesAskedFor() {
    List<String> documents = new SyntheticText(7).documents(200_000);

    long all = SyntheticText.bytes(documents);
    long allButLast = SyntheticText.bytes(documents.subList(0, documents.size() - 1));
    assertThat(all).isGreaterThanOrEqualTo(200_000);
    assertThat(allButLast).isLessThan(200_000);
  }

  @Test
  void shouldUseCommonWordsMost() {
    String text = new SyntheticText(7).document(20_000);

    long the = text.split("(?i)\\bthe\\b", -1).length - 1L;
    assertThat(the / 20_000.0).isBetween(0.03, 0.12);
  }
}
