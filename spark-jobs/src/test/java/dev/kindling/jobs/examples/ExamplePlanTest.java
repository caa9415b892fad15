package dev.kindling.jobs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.config.ExamplesConfig;
import org.junit.jupiter.api.Test;

final class ExamplePlanTest {
  private static final ExamplesConfig CONFIG =
      new ExamplesConfig(ExampleKind.MASKED_LANGUAGE_MODEL, 64, 3, 0.1, true, 16, 0);

  @Test
  void shouldTakeShardsInTheOrderOfUnsignedPlaces() {
    ExamplePlan plan = ExamplePlan.train(CONFIG, 1, 0);

    assertThat(plan.shard(0)).isZero();
    assertThat(plan.shard((1L << 60) - 1)).isZero();
    assertThat(plan.shard(1L << 60)).isEqualTo(1);
    assertThat(plan.shard(Long.MIN_VALUE)).isEqualTo(8);
    assertThat(plan.shard(-1)).isEqualTo(15);
  }

  @Test
  void shouldGroupByCharactersAndTellDuplicatesApart() {
    ExamplePlan plan = ExamplePlan.train(CONFIG, 1, 35_000_000);

    assertThat(plan.groups()).isEqualTo(2);
    assertThat(plan.groupBins()).isEqualTo(6);
    for (int duplicate = 0; duplicate < 3; duplicate++) {
      int bin = plan.groupBin("0123456789abcdef0123456789abcdef", 0, duplicate);
      assertThat(plan.duplicateOf(bin)).isEqualTo(duplicate);
    }
  }

  @Test
  void shouldTakeHeldOutDocumentsOnceAndIntoFewShards() {
    ExamplePlan plan = ExamplePlan.heldOut(CONFIG, 1, 0);

    assertThat(plan.duplicates()).isEqualTo(1);
    assertThat(plan.shards()).isEqualTo(4);
    assertThat(plan.groups()).isEqualTo(1);
  }
}
