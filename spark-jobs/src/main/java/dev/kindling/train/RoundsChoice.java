package dev.kindling.train;

import dev.kindling.jobs.config.AeronConfig;
import dev.kindling.jobs.config.Sync;
import dev.kindling.jobs.stage.Console;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.aeron.AeronExchangeFactory;
import dev.kindling.train.aeron.AeronSettings;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.sync.AeronRounds;
import dev.kindling.train.sync.Rounds;
import dev.kindling.train.sync.SparkRounds;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The way in which a run's rounds are carried: the one that the config names, if it can be taken.
 */
final class RoundsChoice {
  /** Tasks that can reach each other do so within a second or two. */
  private static final Duration MOST_TO_CONNECT = Duration.ofSeconds(20);

  private RoundsChoice() {}

  /** Opens the rounds of a run; to be closed by the caller. */
  static Rounds open(
      JavaSparkContext spark,
      RunPlan plan,
      Workspace workspace,
      CheckpointStore checkpoints,
      Console console) {
    if (plan.training().sync() == Sync.SPARK) {
      return new SparkRounds(spark, plan, workspace);
    }
    AeronConfig aeron = plan.training().aeron();
    AeronExchangeFactory exchange = new AeronExchangeFactory(AeronSettings.of(aeron));
    Optional<String> problem =
        AeronRounds.problem(spark, plan.training().workers(), exchange, MOST_TO_CONNECT);
    if (problem.isPresent()) {
      console.line(
          "  WARNING: runs.%s.training.sync = aeron does not work here, goes on with spark (the same result): %s",
          plan.name(), problem.get());
      return new SparkRounds(spark, plan, workspace);
    }
    return new AeronRounds(
        spark, plan, workspace, checkpoints, exchange, Duration.ofSeconds(aeron.deadlineSeconds()));
  }
}
