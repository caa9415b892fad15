package dev.kindling.train.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LearningCurveTest {
  private static final double UNIGRAM = 6.2;

  @Test
  void shouldPassThroughThePhasesOfAPublishedRun() {
    // BERT large (Megatron): step and loss, between them straight lines
    double[][] points = {{1, 10.5}, {1000, 6.2}, {3000, 6.05}, {10_000, 5.35}, {20_000, 4.1}};
    LearningCurve curve = new LearningCurve(UNIGRAM);
    List<LearningPhase> phases = new ArrayList<>();
    for (int i = 1; i < points.length; i++) {
      for (double step = points[i - 1][0]; step < points[i][0]; step += 10) {
        double share = (step - points[i - 1][0]) / (points[i][0] - points[i - 1][0]);
        curve.add(10, points[i - 1][1] + share * (points[i][1] - points[i - 1][1]));
        LearningPhase phase = curve.now().phase();
        if (phases.isEmpty() || phases.get(phases.size() - 1) != phase) {
          phases.add(phase);
        }
      }
    }

    assertThat(phases)
        .containsExactly(
            LearningPhase.FREQUENCIES, LearningPhase.UNIGRAM_PLATEAU, LearningPhase.LEARNING);
  }

  @Test
  void shouldSayThatALossWhichRisesForLongDiverges() {
    LearningCurve curve = new LearningCurve(UNIGRAM);
    for (int i = 0; i < 100; i++) {
      curve.add(10, 4);
    }
    assertThat(curve.now().phase()).isEqualTo(LearningPhase.LEARNING);

    curve.add(1, 8); // one bad step is none
    assertThat(curve.now().phase()).isEqualTo(LearningPhase.LEARNING);

    curve.add(50, 6);
    assertThat(curve.now().phase()).isEqualTo(LearningPhase.DIVERGING);
  }

  @Test
  void shouldSayThatALossWhichIsNoNumberDiverges() {
    LearningCurve curve = new LearningCurve(UNIGRAM);
    curve.add(10, 4);
    curve.add(10, Double.NaN);

    assertThat(curve.now().phase()).isEqualTo(LearningPhase.DIVERGING);
  }

  @Test
  void shouldNotLagBehindTheFirstRound() {
    LearningCurve curve = new LearningCurve(UNIGRAM);
    curve.add(1, 6.2);

    assertThat(curve.now()).isEqualTo(new Learning(LearningPhase.UNIGRAM_PLATEAU, UNIGRAM));
  }

  @Test
  void shouldSayNothingWithoutAPointOrWithoutTheUnigramLoss() {
    assertThat(new LearningCurve(UNIGRAM).now().phase()).isNull();

    LearningCurve unknown = new LearningCurve(Double.NaN);
    unknown.add(10, 4);
    assertThat(unknown.now().phase()).isNull();
    unknown.add(100, 5);
    assertThat(unknown.now().phase()).isEqualTo(LearningPhase.DIVERGING);
  }
}
