package dev.kindling.model.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SamplerTest {

  private static final int DRAWS = 20_000;

  /** Probabilities 0.1, 0.2, 0.3, 0.4. */
  private static final float[] LOGITS = logits(0.1, 0.2, 0.3, 0.4);

  @Test
  void shouldDrawTheSameIdsFromTheSameSeed() {
    assertThat(draws(new Sampler(1, 0, 42), 100)).isEqualTo(draws(new Sampler(1, 0, 42), 100));
    assertThat(draws(new Sampler(1, 0, 42), 100)).isNotEqualTo(draws(new Sampler(1, 0, 43), 100));
  }

  @Test
  void shouldFollowTheProbabilitiesAtTemperatureOne() {
    double[] shares = shares(new Sampler(1, 0, 1));
    assertThat(shares).containsExactly(new double[] {0.1, 0.2, 0.3, 0.4}, within(0.015));
  }

  @Test
  void shouldSharpenBelowTemperatureOne() {
    double[] shares = shares(new Sampler(0.5, 0, 2)); // squares 1, 4, 9, 16 of 30
    assertThat(shares)
        .containsExactly(new double[] {1 / 30., 4 / 30., 9 / 30., 16 / 30.}, within(0.015));
  }

  @Test
  void shouldDrawAmongTheLikeliestOnly() {
    double[] shares = shares(new Sampler(1, 2, 3));
    assertThat(shares).containsExactly(new double[] {0, 0, 3 / 7., 4 / 7.}, within(0.015));
    assertThat(shares[0] + shares[1]).isZero();
  }

  @Test
  void shouldTakeTheLikeliestAtTemperatureZero() {
    assertThat(shares(new Sampler(0, 0, 4))).containsExactly(0, 0, 0, 1);
    assertThat(new Sampler(0, 0, 4).next(new float[] {1, 2, 2}, 0, 3)).isEqualTo(1);
  }

  @Test
  void shouldNeverDrawWhatIsRuledOut() {
    float[] logits = LOGITS.clone();
    logits[1] = Float.NEGATIVE_INFINITY;
    logits[3] = Float.NEGATIVE_INFINITY;
    Sampler sampler = new Sampler(1, 3, 5);
    for (int i = 0; i < 1000; i++) {
      assertThat(sampler.next(logits, 0, 4)).isIn(0, 2);
    }
  }

  @Test
  void shouldReadTheRowAsked() {
    float[] rows = {5, 0, 0, 5};
    assertThat(new Sampler(0, 0, 0).next(rows, 0, 2)).isZero();
    assertThat(new Sampler(0, 0, 0).next(rows, 1, 2)).isEqualTo(1);
  }

  @Test
  void shouldRejectSettingsOutOfRange() {
    assertThatThrownBy(() -> new Sampler(-0.1, 0, 0)).hasMessageContaining("temperature");
    assertThatThrownBy(() -> new Sampler(Double.NaN, 0, 0)).hasMessageContaining("temperature");
    assertThatThrownBy(() -> new Sampler(1, -1, 0)).hasMessageContaining("top-k");
    float[] none = {Float.NEGATIVE_INFINITY};
    assertThatThrownBy(() -> new Sampler(1, 0, 0).next(none, 0, 1))
        .hasMessageContaining("rules out every id");
  }

  private static int[] draws(Sampler sampler, int count) {
    int[] ids = new int[count];
    Arrays.setAll(ids, i -> sampler.next(LOGITS, 0, 4));
    return ids;
  }

  private static double[] shares(Sampler sampler) {
    double[] shares = new double[4];
    for (int id : draws(sampler, DRAWS)) {
      shares[id] += 1.0 / DRAWS;
    }
    return Arrays.stream(shares).map(share -> Math.round(share * DRAWS) / (double) DRAWS).toArray();
  }

  private static float[] logits(double... probabilities) {
    float[] logits = new float[probabilities.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(probabilities[i]);
    }
    return logits;
  }
}
