package dev.kindling.train.sync;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.TrainingState;
import dev.kindling.train.plan.RunPlan;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Runs rounds with Spark's own means: one broadcast of the state, one task per virtual worker, one
 * shuffle that brings each slice's contributions together, one collect of the averages. The result
 * does not depend on the number of executors: a lost task is computed again from the same inputs.
 */
public final class SparkRounds implements AutoCloseable {

  /**
   * What a round gives.
   *
   * @param state the averaged state
   * @param reports of the workers, in order of their numbers
   */
  public record Result(TrainingState state, List<WorkerReport> reports) {}

  private final JavaSparkContext spark;
  private final int workers;
  private final Broadcast<RunPlan> plan;
  private final Workspace workspace;
  private final EngineThreads threads;

  /** Sends the plan to the executors, once for all rounds. */
  public SparkRounds(JavaSparkContext spark, RunPlan plan, Workspace workspace) {
    this.spark = spark;
    this.workers = plan.training().workers();
    this.plan = spark.broadcast(plan);
    this.workspace = workspace;
    this.threads = EngineThreads.of(spark, workers);
    requireRoomForResult(plan.parameterCount());
  }

  /** One round of {@code steps} local steps on every worker, all within one phase. */
  public Result run(TrainingState start, int steps) {
    SliceLayout layout = SliceLayout.of(start.parameters().length);
    int workersOfRound = workers; // the closures below must not drag this object along
    List<Integer> ids = IntStream.range(0, workers).boxed().toList();
    Broadcast<FloatVectors> vectors =
        spark.broadcast(
            FloatVectors.of(start.parameters(), start.firstMoment(), start.secondMoment()));
    try {
      List<AveragedSlice> slices =
          spark
              .parallelize(ids, workers)
              .flatMapToPair(new WorkerTask(plan, workspace, vectors, start.step(), steps, threads))
              .groupByKey(Math.min(layout.slices(), spark.defaultParallelism()))
              .map(group -> AveragedSlice.of(group._1(), group._2(), workersOfRound))
              .collect();
      return assemble(slices, layout, start.step() + steps);
    } finally {
      vectors.destroy();
    }
  }

  private static Result assemble(List<AveragedSlice> slices, SliceLayout layout, long step) {
    if (slices.size() != layout.slices()) {
      throw new IllegalStateException(
          "a round gave %d of %d slices".formatted(slices.size(), layout.slices()));
    }
    float[][] vectors = new float[SliceLayout.VECTORS][layout.parameters()];
    List<WorkerReport> reports = List.of();
    for (AveragedSlice averaged : slices) {
      int slice = averaged.slice();
      FloatBytes.decode(averaged.values(), vectors[layout.vector(slice)], layout.start(slice));
      reports = slice == 0 ? averaged.reports() : reports;
    }
    return new Result(new TrainingState(vectors[0], vectors[1], vectors[2], step), reports);
  }

  /** Spark aborts a job whose result is above a limit; better said before the first round. */
  private void requireRoomForResult(int parameters) {
    String key = "spark.driver.maxResultSize";
    long limitMiB = spark.sc().conf().getSizeAsMb(key, "1g");
    long neededMiB =
        (long) SliceLayout.VECTORS * parameters * Float.BYTES * 11 / 10 / (1 << 20) + 1;
    if (limitMiB > 0 && neededMiB > limitMiB) {
      throw new KindlingException(
          ExitCode.USAGE,
          "%s = %dm is below the %d MiB that one round returns for %,d parameters. Set it to %dm in spark-defaults.conf."
              .formatted(key, limitMiB, neededMiB, parameters, neededMiB));
    }
  }

  @Override
  public void close() {
    plan.destroy();
  }
}
