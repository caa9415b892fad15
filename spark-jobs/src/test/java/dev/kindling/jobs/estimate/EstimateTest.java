package dev.kindling.jobs.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.jobs.config.ConfigLoader;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.model.kernels.BackendUnavailableException;
import dev.kindling.model.kernels.cuda.Gpus;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class EstimateTest {
  private static final String PIPELINE =
      """
      corpus: {inputs: {none: {path: none}}}
      vocab: {size: 1000}
      examples:
        gpt: {kind: next-word, sequence-length: 16, shards: 4}
      runs:
        small:
          examples: gpt
          model: {architecture: gpt, layers: 2, hidden: 8, heads: 2}
          training: {workers: 4, steps: 100, local-steps: 30, batch-size: 8}
      estimate: {gigaflops: 0.001, machines: 2, bandwidth-megabytes: 0.5}
      """;

  // a sequence: 2 blocks of (6·16·8² + 4·16²·8), rows (16 + 16)·(2·8² + 4·8·32), head 2·16·8·1000
  private static final double STEP_FLOP =
      8 * 3.0 * (2 * (6 * 16 * 64 + 4 * 256 * 8) + 32 * (128 + 1024) + 256_000);

  @Test
  void shouldReckonTimeNetworkCostAndEnergy() {
    RunCost cost = estimate().ahead(1e6);

    // 4 workers on 2 machines: two turns of 100 steps at 10^6 operations a second
    assertThat(cost.computeSeconds()).isCloseTo(2 * 100 * STEP_FLOP / 1e6, within(1e-6));
    // 4 rounds of 3 vectors of 9,888 parameters, there and back
    assertThat(cost.bytes()).isEqualTo(4.0 * 4 * 2 * 3 * 4 * 9888);
    assertThat(cost.syncSeconds()).isCloseTo(2 * 4 * 2 * 3 * 4 * 9888 / 0.5e6, within(1e-6));
    assertThat(cost.machines()).isEqualTo(2);
  }

  @Test
  void shouldSayMoneyAndEnergyOnlyWhereRatesAreGiven() {
    assertThat(estimate().show("small", ""))
        .contains("at 1.00 MFLOP/s a machine (estimate.gigaflops), 2 machines, 0.5 MB/s")
        .contains("  network             4 MB")
        .doesNotContain("cost  ", "energy", "so far");

    String text =
        estimate("estimate.price-per-hour=3", "estimate.watts=500", "estimate.gigaflops=1e-6")
            .show("small", "");
    double hours = 2 * (2 * 100 * STEP_FLOP / 1e3 + 3.797) / 3600;
    assertThat(text)
        .contains("cost                %,.2f = ".formatted(3 * hours))
        .contains("energy              %,.2f kWh = ".formatted(hours / 2));
  }

  @Test
  void shouldSetBesideItWhatTheRunHasTakenSoFar() {
    String metrics =
        """
        {"event":"train","step":30,"compute_seconds":70.0,"sync_seconds":10.0,"sync_bytes":1000000}
        {"event":"train","step":60,"compute_seconds":70.0,"sync_seconds":20.0,"sync_bytes":1000000,"wall_seconds":95.0,"peak_memory_bytes":3000000}
        {"event":"eval","step":60,"loss":4.0}
        """;

    String text = estimate().show("small", metrics);

    assertThat(text)
        .contains("so far, 60 of 100 steps, it has taken, at ")
        .contains("memory              3 MB, the largest process")
        .contains(
            "time                3 min = 2 min local steps + 30 s exchange + 5.0 s checkpoints")
        .contains("network             8 MB");
  }

  @Test
  void shouldMeasureThisMachineWhereNoSpeedIsGiven() {
    assertThat(estimate("estimate.gigaflops=0").show("small", ""))
        .containsPattern("at [0-9.]+ [kMGT]FLOP/s a machine \\(measured on this machine\\)");
    assertThat(
            estimate("estimate.gigaflops=0", "runs.small.training.device=nd4j").show("small", ""))
        .contains("(measured on this machine's processor; for device nd4j name estimate.gigaf");
  }

  /** The speed of this machine's cores says nothing about a GPU's. */
  @Test
  void shouldSayWhatIsNotKnownOfARunOnGpusWithoutOne() {
    Assumptions.assumeTrue(hasNoGpu(), "this machine has a GPU");
    String text =
        estimate("estimate={price-per-hour: 3, watts: 500}", "runs.small.training.device=cuda")
            .show("small", "");

    assertThat(text)
        .contains("memory of a GPU       35 MB = 35 MB parameters, gradients and moments + 1 MB")
        .contains("time, cost, energy  not known here. The backend cuda needs ")
        .contains("Give a GPU's speed as estimate.gigaflops, or ask on a machine with one.")
        .contains("network             4 MB, all workers together")
        .doesNotContain("FLOP/s", " h ", "kWh");
    assertThat(
            estimate("estimate.gigaflops=1000", "runs.small.training.device=cuda")
                .show("small", ""))
        .contains("at 1.00 TFLOP/s a machine (estimate.gigaflops)");
  }

  private static boolean hasNoGpu() {
    try {
      Gpus.requireUsable("");
      return false;
    } catch (BackendUnavailableException e) {
      return true;
    }
  }

  @Test
  void shouldExchangeNothingWithOneWorker() {
    RunCost cost = estimate("runs.small.training.workers=1").ahead(1e6);

    assertThat(cost.bytes()).isZero();
    assertThat(cost.syncSeconds()).isZero();
  }

  @Test
  void shouldExchangeAsManyBytesAsCodecAndMomentsAskFor() {
    RunCost cost =
        estimate("runs.small.training.averaging={codec: fp16, moments: local}").ahead(1e6);

    assertThat(cost.bytes()).isBetween(4.0 * 4 * 2 * 2 * 9888, 1.1 * 4 * 4 * 2 * 2 * 9888);
  }

  private static Estimate estimate(String... overrides) {
    PipelineConfig config = ConfigLoader.parse(PIPELINE, "test", List.of(overrides));
    return Estimate.of(config, config.runs().get("small"));
  }
}
