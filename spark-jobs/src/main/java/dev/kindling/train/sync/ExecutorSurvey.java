package dev.kindling.train.sync;

import dev.kindling.jobs.KindlingException;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;

/** Has each executor find something out, by a stage that fills all their places at once. */
public final class ExecutorSurvey {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final JavaSparkContext spark;
  private final Duration patience;

  /** What an executor is asked. */
  public interface Question<T extends Serializable> extends Serializable {
    /** The answer, found in a task. */
    T answer() throws Exception;
  }

  /**
   * What an executor says.
   *
   * @param executor its id
   * @param places tasks that it runs at once
   * @param found its answer
   */
  public record Answer<T extends Serializable>(String executor, int places, T found)
      implements Serializable {}

  /**
   * A survey of a fixed set of executors.
   *
   * @param patience for them to come
   */
  public ExecutorSurvey(JavaSparkContext spark, Duration patience) {
    this.spark = spark;
    this.patience = patience;
  }

  /**
   * Asks all executors.
   *
   * @param wanted places to wait for; fewer will do once the patience has ended
   * @return one answer of each executor
   * @throws SparkException when a task has failed
   * @throws KindlingException when no executor has come
   */
  public <T extends Serializable> List<Answer<T>> ask(Question<T> question, int wanted)
      throws IOException, SparkException, InterruptedException {
    BarrierStage stage = new BarrierStage(spark, patience);
    long start = System.nanoTime();
    while (stage.tasks(wanted) < wanted && System.nanoTime() - start < patience.toNanos()) {
      Thread.sleep(LOOK_AGAIN.toMillis());
    }
    List<Answer<T>> answers = new ArrayList<>();
    List<Places> places =
        stage.run(
            stage.tasks(Integer.MAX_VALUE),
            new Asked<>(question),
            Places.class,
            () -> Thread.sleep(LOOK_AGAIN.toMillis()));
    for (Places each : places) {
      if (each.answer != null) {
        @SuppressWarnings("unchecked") // Asked makes it from the question
        Answer<T> answer = (Answer<T>) each.answer;
        answers.add(answer);
      }
    }
    return answers;
  }

  /** What a task has: the answer of its executor in the first of the executor's tasks. */
  private record Places(Answer<?> answer) implements Serializable {}

  private record Asked<T extends Serializable>(Question<T> question)
      implements BarrierStage.Body<Places>, Serializable {
    @Override
    public Places run(BarrierTaskContext context) throws Exception {
      String own = SparkEnv.get().executorId();
      List<String> all = Arrays.asList(context.allGather(own));
      if (all.indexOf(own) != context.partitionId()) {
        return new Places(null);
      }
      int places = (int) all.stream().filter(own::equals).count();
      return new Places(new Answer<>(own, places, question.answer()));
    }
  }
}
