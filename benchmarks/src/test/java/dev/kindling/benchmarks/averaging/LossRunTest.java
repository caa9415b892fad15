package dev.kindling.benchmarks.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.ParameterLayout;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.averaging.DeltaCodec;
import dev.kindling.model.averaging.MomentPolicy;
import dev.kindling.model.averaging.OuterOptimizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossRunTest {
  private static final int BATCHES = 24;
  private static final int SEQUENCES = 4;
  private static final TransformerConfig MODEL = LossRun.model(2, 128);
  private static final ByteText TEXT =
      new ByteText(
          "What is learned soon is not forgotten late. "
              .repeat(400)
              .getBytes(StandardCharsets.UTF_8),
          SEQUENCES,
          LossRun.LENGTH);

  @Test
  void shouldGiveTheSameLossAloneAndInRoundsOfOneWorker() {
    LossCase alone = way(1, 0, OuterOptimizer.AVERAGE, DeltaCodec.FP32, MomentPolicy.AVERAGE);
    LossCase rounds = way(1, 5, OuterOptimizer.AVERAGE, DeltaCodec.FP32, MomentPolicy.AVERAGE);

    LossRun.Result plain = run(alone);

    assertThat(run(rounds).loss()).isEqualTo(plain.loss()).isLessThan(Math.log(256) - 1);
    assertThat(plain.steps()).isEqualTo(BATCHES);
    assertThat(plain.sentBytes()).isZero();
  }

  @Test
  void shouldTrainEveryWayOnTheSameTokensAndCountWhatIsSent() {
    LossRun.Result synchronous = run(LossCase.all(4, List.of()).get(0));
    LossRun.Result averaged =
        run(way(4, 2, OuterOptimizer.AVERAGE, DeltaCodec.FP32, MomentPolicy.AVERAGE));
    LossRun.Result local =
        run(way(4, 2, new OuterOptimizer(0.7, 0.5), DeltaCodec.INT8, MomentPolicy.LOCAL));

    assertThat(synchronous.tokens())
        .isEqualTo((long) BATCHES * SEQUENCES * LossRun.LENGTH)
        .isEqualTo(averaged.tokens())
        .isEqualTo(local.tokens());
    long vector = 2L * Float.BYTES * ParameterLayout.of(MODEL).size(); // there and back
    assertThat(synchronous.sentBytes()).isEqualTo(6 * vector);
    assertThat(averaged.sentBytes()).isEqualTo(3 * 3 * vector);
    assertThat(local.sentBytes()).isBetween(3 * vector / 4, 3 * vector / 4 * 51 / 50);
  }

  private static LossRun.Result run(LossCase way) {
    return new LossRun(way, MODEL, TEXT, BATCHES, 3e-3).run();
  }

  private static LossCase way(
      int workers, int localSteps, OuterOptimizer outer, DeltaCodec codec, MomentPolicy moments) {
    return new LossCase("loss/test", workers, 1, localSteps, outer, codec, moments);
  }
}
