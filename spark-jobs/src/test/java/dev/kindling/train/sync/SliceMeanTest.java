package dev.kindling.train.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.kindling.model.LossSums;
import dev.kindling.model.averaging.DeltaCodec;
import dev.kindling.model.averaging.OuterOptimizer;
import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.train.state.FloatBytes;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SliceMeanTest {
  private static final ParameterAveraging AVERAGE =
      new ParameterAveraging(OuterOptimizer.AVERAGE, DeltaCodec.FP32);

  @Test
  void shouldCutVectorsIntoSlicesThatCoverEachValueOnce() {
    List<StateVector> vectors = List.of(StateVector.PARAMETERS, StateVector.FIRST_MOMENT);
    SliceLayout layout = new SliceLayout(vectors, 10, 4);
    Map<StateVector, int[]> seen = new EnumMap<>(StateVector.class);

    for (int slice = 0; slice < layout.slices(); slice++) {
      for (int i = 0; i < layout.length(slice); i++) {
        seen.computeIfAbsent(layout.vector(slice), v -> new int[10])[layout.start(slice) + i]++;
      }
    }

    assertThat(seen.keySet()).containsExactlyElementsOf(vectors);
    seen.values().forEach(counts -> assertThat(counts).containsOnly(1));
  }

  @Test
  void shouldAverageByTokensWhateverArrivesFirst() {
    Contribution first = contribution(0, 0, 3, 1f, 0.1f);
    Contribution second = contribution(0, 1, 1, 5f, 0.1f);

    SliceMean oneWay = SliceMean.of(0, 2, List.of(first, second), 2, AVERAGE);
    SliceMean otherWay = SliceMean.of(0, 2, List.of(second, first), 2, AVERAGE);

    assertThat(oneWay.values()).containsExactly(2f, 0.1f);
    assertThat(otherWay.values()).containsExactly(oneWay.values());
    assertThat(otherWay.reports()).extracting(WorkerReport::worker).containsExactly(0, 1);
    SliceMean another = SliceMean.of(1, 1, List.of(contribution(1, 0, 3, 1f)), 1, AVERAGE);
    assertThat(another.reports()).isEmpty();
  }

  @Test
  void shouldNotDivideByZeroWhereAWorkerSkippedAllItsSteps() {
    SliceMean mean = SliceMean.of(0, 1, List.of(contribution(0, 0, 0, 4f)), 1, AVERAGE);

    assertThat(mean.values()).containsExactly(4f);
  }

  @Test
  void shouldRefuseASliceThatAWorkerIsMissingFrom() {
    Contribution only = contribution(0, 0, 3, 1f);

    assertThatIllegalStateException()
        .isThrownBy(() -> SliceMean.of(0, 1, List.of(only), 2, AVERAGE))
        .withMessageContaining("1 workers instead of 2");
  }

  private static Contribution contribution(int slice, int worker, long tokens, float... values) {
    LossSums losses = new LossSums(0, 0, 0, 0, 0, 0, tokens);
    WorkerReport report = new WorkerReport(worker, losses, 0, 1, 0, null, 0, 0, 0);
    ArrayList<byte[]> contributions = new ArrayList<>();
    for (int i = 0; i <= slice; i++) {
      contributions.add(FloatBytes.encode(values, 0, values.length));
    }
    return Contribution.of(new WorkerOutcome(report, new StateVectors(), contributions), slice);
  }
}
