package dev.kindling.model.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.generate.FillMask.Candidate;
import java.util.List;
import org.junit.jupiter.api.Test;

class FillMaskTest {

  private static final float LN_2 = (float) Math.log(2);

  /** Two rows over four ids; the second has the probabilities 1/8, 4/8, 1/8, 2/8. */
  private static final float[] LOGITS = {9, 9, 9, 9, 0, 2 * LN_2, 0, LN_2};

  @Test
  void shouldRankTheRowByProbability() {
    List<Candidate> top = FillMask.top(LOGITS, 1, 4, 2);
    assertThat(top).extracting(Candidate::id).containsExactly(1, 3);
    assertThat(top.get(0).probability()).isCloseTo(0.5, within(1e-7));
    assertThat(top.get(1).probability()).isCloseTo(0.25, within(1e-7));
  }

  @Test
  void shouldPutTheLowerIdFirstWhereProbabilitiesAreEqual() {
    assertThat(FillMask.top(LOGITS, 0, 4, 3)).extracting(Candidate::id).containsExactly(0, 1, 2);
  }

  @Test
  void shouldReturnAtMostTheVocabulary() {
    List<Candidate> top = FillMask.top(LOGITS, 1, 4, 100);
    assertThat(top).hasSize(4);
    assertThat(top.stream().mapToDouble(Candidate::probability).sum()).isCloseTo(1, within(1e-12));
  }

  @Test
  void shouldRejectWhatIsNoRowOrNoDistribution() {
    assertThatThrownBy(() -> FillMask.top(LOGITS, 2, 4, 1))
        .hasMessageContaining("row 2 of width 4");
    assertThatThrownBy(() -> FillMask.top(LOGITS, -1, 4, 1)).hasMessageContaining("row -1");
    assertThatThrownBy(() -> FillMask.top(LOGITS, 0, 4, 0)).hasMessageContaining("top-k 0");
    assertThatThrownBy(() -> FillMask.top(new float[] {1, Float.NaN}, 0, 2, 1))
        .hasMessageContaining("logit NaN of id 1");
  }
}
