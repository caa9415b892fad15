package dev.kindling.train.sync;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.TrainingState;
import dev.kindling.train.plan.RunPlan;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** The Spark task of one virtual worker: its local steps, then its state cut into slices. */
final class WorkerTask implements PairFlatMapFunction<Integer, Integer, Contribution> {
  private static final long serialVersionUID = 1;

  private final Broadcast<RunPlan> plan;
  private final Workspace workspace;
  private final Broadcast<FloatVectors> vectors;
  private final long step;
  private final int steps;
  private final EngineThreads threads;

  WorkerTask(
      Broadcast<RunPlan> plan,
      Workspace workspace,
      Broadcast<FloatVectors> vectors,
      long step,
      int steps,
      EngineThreads threads) {
    this.plan = plan;
    this.workspace = workspace;
    this.vectors = vectors;
    this.step = step;
    this.steps = steps;
    this.threads = threads;
  }

  @Override
  public Iterator<Tuple2<Integer, Contribution>> call(Integer worker) throws Exception {
    FloatVectors start = vectors.value();
    TrainingState state = new TrainingState(start.get(0), start.get(1), start.get(2), step);
    LocalSteps.Outcome outcome =
        new LocalSteps(plan.value(), plan.value().phaseAt(step), worker)
            .run(state, steps, threads.here(), workspace);
    TrainingState end = outcome.state();
    float[][] ends = {end.parameters(), end.firstMoment(), end.secondMoment()};
    SliceLayout layout = SliceLayout.of(end.parameters().length);
    return IntStream.range(0, layout.slices())
        .mapToObj(
            slice -> {
              float[] vector = ends[layout.vector(slice)];
              byte[] values = FloatBytes.encode(vector, layout.start(slice), layout.length(slice));
              return new Tuple2<>(slice, new Contribution(outcome.report(), values));
            })
        .iterator(); // made as the shuffle takes them: no second copy of the state
  }
}
