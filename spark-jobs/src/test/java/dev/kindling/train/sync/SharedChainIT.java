package dev.kindling.train.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.model.averaging.DeltaCodec;
import dev.kindling.model.averaging.OuterOptimizer;
import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

/** Broadcasts of a real Spark, read as executors of different histories would read them. */
final class SharedChainIT {
  private static final int PARAMETERS = 2 * DeltaCodec.BLOCK + 3;
  private static final ParameterAveraging HALVES =
      new ParameterAveraging(OuterOptimizer.AVERAGE, DeltaCodec.FP16);
  private static final SliceLayout LAYOUT =
      new SliceLayout(List.of(StateVector.PARAMETERS), PARAMETERS, DeltaCodec.BLOCK);

  private static JavaSparkContext spark;

  @BeforeAll
  static void startSpark() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[1]")
                .setAppName("chain")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost"));
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  @Test
  void shouldGiveAnyExecutorTheDriversBitsAfterAnyRound() {
    try (SharedChain chain = new SharedChain(spark, HALVES, true)) {
      StateVectors vectors = start();
      chain.start(4, vectors);
      List<SharedVectors> handles = new ArrayList<>();
      List<float[]> expected = new ArrayList<>();
      for (int round = 0; round < 40; round++) { // past the longest row of updates, twice
        handles.add(chain.current());
        expected.add(vectors.get(StateVector.PARAMETERS));
        vectors = advance(chain, vectors, round);
      }

      for (int round = 0; round < handles.size(); round++) {
        SharedVectors handle = handles.get(round);
        assertThat(asNew(handle, "new-" + round)).isEqualTo(expected.get(round));
        if (round > 0) { // one that knows the round before, or only some round long ago
          for (int known : new int[] {round - 1, round / 2}) {
            String run = "knows-" + known + "-of-" + round;
            SharedVectors.remember(run, 4 + known, parameters(expected.get(known)));
            assertThat(asNew(handle, run)).isEqualTo(expected.get(round));
          }
        }
        assertThat(handle.updates()).hasSizeLessThanOrEqualTo(16);
      }
    }
  }

  @Test
  void shouldNotUseWhatIsKnownOfALaterRoundOrOfAnotherRun() {
    try (SharedChain chain = new SharedChain(spark, HALVES, true)) {
      StateVectors vectors = start();
      chain.start(0, vectors);
      SharedVectors early = chain.current();
      StateVectors later = advance(chain, vectors, 0);
      SharedVectors late = chain.current();

      assertThat(asNew(late, "one")).isEqualTo(later.get(StateVector.PARAMETERS));
      assertThat(asNew(early, "one")).isEqualTo(vectors.get(StateVector.PARAMETERS));
      SharedVectors.remember("other", 1, parameters(new float[PARAMETERS]));
      assertThat(asNew(late, "two")).isEqualTo(later.get(StateVector.PARAMETERS));
    }
  }

  @Test
  void shouldTakeBackWhatNoTaskCanAskFor() {
    SharedChain whole =
        new SharedChain(
            spark, new ParameterAveraging(OuterOptimizer.AVERAGE, DeltaCodec.FP32), false);
    whole.start(0, start());
    SharedVectors first = whole.current();
    whole.advance(start(), LAYOUT, new byte[LAYOUT.slices()][]);
    assertGone(first);

    SharedChain changes = new SharedChain(spark, HALVES, true);
    changes.start(0, start());
    SharedVectors before = changes.current();
    advance(changes, start(), 1);
    SharedVectors after = changes.current();
    assertThat(asNew(after, "still there")).isNotEmpty();
    changes.cut();
    assertGone(before);
    assertGone(after);
    SharedVectors last = changes.current();
    assertThat(last.updates()).isEmpty();
    changes.close();
    assertGone(last);
    whole.close();
  }

  @Test
  void shouldServeFromDiskWhatTheDriverHasNoMemoryFor() {
    int bytes = 1 << 20;
    List<Broadcast<byte[]>> sent = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      byte[] value = new byte[bytes];
      new Random(i).nextBytes(value); // does not compress
      sent.add(spark.sc().broadcastInternal(value, true, ClassTag$.MODULE$.apply(byte[].class)));
    }
    assertThat(storedInMemory()).isGreaterThan(8L * bytes);

    DriverStorage.limit(3L * bytes);

    assertThat(storedInMemory()).isBetween(1L * bytes, 3L * bytes);
    for (int i = 0; i < 8; i++) {
      byte[] value = new byte[bytes];
      new Random(i).nextBytes(value);
      assertThat(sent.get(i).value()).isEqualTo(value);
      sent.get(i).destroy(true);
    }
  }

  private static long storedInMemory() {
    return SparkEnv.get().memoryManager().storageMemoryUsed();
  }

  private static void assertGone(SharedVectors handle) {
    assertThatThrownBy(() -> handle.whole().value())
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("destroyed");
  }

  /** What an executor gets that remembers nothing but what is known of {@code run}. */
  private static float[] asNew(SharedVectors handle, String run) {
    return new SharedVectors(
            run, handle.wholeRound(), handle.whole(), handle.updates(), handle.averaging())
        .get()
        .get(StateVector.PARAMETERS);
  }

  private static StateVectors advance(SharedChain chain, StateVectors before, int round) {
    OuterStep step = new OuterStep(before, LAYOUT, HALVES, false);
    for (int slice = 0; slice < LAYOUT.slices(); slice++) {
      float[] change = wave(LAYOUT.length(slice), 31 * round);
      step.take(new SliceMean(slice, change, new ArrayList<>()));
    }
    chain.advance(step.after(), LAYOUT, step.changes());
    return step.after();
  }

  private static StateVectors start() {
    return parameters(wave(PARAMETERS, 7));
  }

  private static float[] wave(int length, int phase) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) Math.sin(i + phase);
    }
    return values;
  }

  private static StateVectors parameters(float[] values) {
    return new StateVectors().with(StateVector.PARAMETERS, values);
  }
}
