package dev.kindling.model.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ReferenceMathTest {

  private static final Offset<Double> EXACT = within(1e-14);

  @Test
  void shouldMatchTabulatedErrorFunction() {
    assertThat(ReferenceMath.erf(0)).isZero();
    assertThat(ReferenceMath.erf(0.5)).isCloseTo(0.5204998778130465, EXACT);
    assertThat(ReferenceMath.erf(1)).isCloseTo(0.8427007929497149, EXACT);
    assertThat(ReferenceMath.erf(-2)).isCloseTo(-0.9953222650189527, EXACT);
    assertThat(ReferenceMath.erf(3)).isCloseTo(0.9999779095030014, EXACT);
    assertThat(ReferenceMath.erf(40)).isEqualTo(1);
  }

  @Test
  void shouldTellTheTwoGelusApart() {
    assertThat(ReferenceMath.geluErf(1)).isCloseTo(0.8413447460685429, EXACT);
    assertThat(ReferenceMath.geluErf(-1)).isCloseTo(-0.15865525393145707, EXACT);
    assertThat(ReferenceMath.geluTanh(1)).isCloseTo(0.8411919906082768, EXACT);
    assertThat(ReferenceMath.geluTanh(-1)).isCloseTo(-0.15880800939172324, EXACT);
  }

  @Test
  void shouldGiveEachPairOfColumnsAFrequency() {
    // width 4: frequencies 1 and 1/100
    assertThat(ReferenceMath.sinusoids(0, 4)).containsExactly(0, 1, 0, 1);
    assertThat(ReferenceMath.sinusoids(3, 4))
        .containsExactly(
            new double[] {Math.sin(3), Math.cos(3), Math.sin(0.03), Math.cos(0.03)}, EXACT);
    assertThat(ReferenceMath.sinusoids(2, 3)).hasSize(3);
  }

  @Test
  void shouldNormaliseWithThePopulationVariance() {
    // mean 2.5, variance 1.25
    double[] y =
        ReferenceMath.layerNorm(
            new double[] {1, 2, 3, 4}, new double[] {1, 1, 2, 1}, new double[] {0, 0, 0, 5}, 0);
    assertThat(y[0]).isCloseTo(-3 / Math.sqrt(5), EXACT);
    assertThat(y[1]).isCloseTo(-1 / Math.sqrt(5), EXACT);
    assertThat(y[2]).isCloseTo(2 / Math.sqrt(5), EXACT);
    assertThat(y[3]).isCloseTo(3 / Math.sqrt(5) + 5, EXACT);
  }

  @Test
  void shouldAddEpsilonToTheVarianceInsideTheRoot() {
    double[] ones = {1, 1};
    double[] y = ReferenceMath.layerNorm(new double[] {-1, 1}, ones, new double[2], 3);
    assertThat(y[1]).isCloseTo(0.5, EXACT);
  }

  @Test
  void shouldTakeSoftmaxOfLargeLogits() {
    double[] y = ReferenceMath.softmax(new double[] {1000, 1000 + Math.log(3)});
    assertThat(y[0]).isCloseTo(0.25, within(1e-12));
    assertThat(y[1]).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void shouldGiveLogOfTheVocabularyForUniformLogits() {
    assertThat(ReferenceMath.crossEntropy(new double[30_522], 7))
        .isCloseTo(Math.log(30_522), within(1e-10));
  }

  @Test
  void shouldFindDerivativesByDifferences() {
    // x² y at (3, 5): 30 and 9
    double[] gradient =
        FiniteDifferences.gradient(
            v -> v[0] * v[0] * v[1], new double[] {3, 5}, new int[] {1, 0}, 1e-5);
    assertThat(gradient[0]).isCloseTo(9, within(1e-8));
    assertThat(gradient[1]).isCloseTo(30, within(1e-8));
  }
}
