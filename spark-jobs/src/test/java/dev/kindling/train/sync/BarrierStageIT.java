package dev.kindling.train.sync;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.jobs.KindlingException;
import java.time.Duration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** What a stage does whose cluster is gone. */
final class BarrierStageIT {
  @Test
  void shouldNotWaitForExecutorsOfAnEndedApplication() {
    JavaSparkContext spark =
        new JavaSparkContext(new SparkConf().setMaster("local[1]").setAppName("ended"));
    BarrierStage stage = new BarrierStage(spark, Duration.ofMinutes(1));
    spark.close();

    assertThatThrownBy(() -> stage.tasks(2))
        .isInstanceOf(KindlingException.class)
        .hasMessageStartingWith("The cluster takes no work: its master does not answer");
  }
}
