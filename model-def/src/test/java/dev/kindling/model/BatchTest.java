package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BatchTest {
  private static final int[] NONE = {};

  @Test
  void shouldCountTokensWithoutPadding() {
    Batch batch = Batch.gpt(2, 4, new int[8], new int[] {3, 4}, new int[] {2, 4}, new int[] {1, 1});
    assertThat(batch.tokenCount()).isEqualTo(7);
    assertThat(batch.labelCount()).isEqualTo(2);
  }

  @Test
  void shouldCountNextSentenceLabelsOfSequencesWithTokens() {
    int[] lengths = {3, 0, 4};
    Batch batch =
        Batch.bert(3, 4, new int[12], new int[12], lengths, NONE, NONE, new int[] {1, 1, 0});
    assertThat(batch.nextLabelCount()).isEqualTo(2);
    assertThat(batch.tokenCount()).isEqualTo(7);
    batch = Batch.bert(3, 4, new int[12], new int[12], lengths, NONE, NONE, NONE);
    assertThat(batch.nextLabelCount()).isZero();
  }

  @Test
  void shouldRejectLabelsInThePaddingOrGivenTwice() {
    assertThatThrownBy(
            () -> Batch.gpt(1, 4, new int[4], new int[] {3}, new int[] {3}, new int[] {1}))
        .hasMessage("label row 3 is in the padding of sequence 0");
    assertThatThrownBy(
            () -> Batch.gpt(1, 4, new int[4], new int[] {3}, new int[] {1, 1}, new int[] {1, 1}))
        .hasMessage("label row 1 is given twice");
  }

  @Test
  void shouldRejectArraysOfWrongSize() {
    assertThatThrownBy(() -> Batch.gpt(1, 4, new int[3], new int[] {3}, NONE, NONE))
        .hasMessage("tokens must have 4 elements, got 3");
    assertThatThrownBy(() -> Batch.gpt(1, 4, new int[4], new int[] {5}, NONE, NONE))
        .hasMessage("lengths[0] must be in [0, 4], got 5");
    assertThatThrownBy(() -> Batch.gpt(1, 4, new int[4], new int[1], NONE, NONE))
        .hasMessage("lengths are all 0: a batch needs at least one token");
    assertThatThrownBy(
            () ->
                Batch.bert(
                    1, 2, new int[2], new int[] {0, 2}, new int[] {2}, NONE, NONE, new int[1]))
        .hasMessage("segments[1] must be in [0, 2), got 2");
  }
}
