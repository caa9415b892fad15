package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.io.IOException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

final class RestartsTest {
  private final SparkException lost =
      new SparkException("Job aborted: ExecutorLostFailure\nDriver stacktrace:");

  @Test
  void shouldAllowAsManyAsTheConfigSaysBetweenTwoCheckpoints() {
    Restarts restarts = new Restarts(2);

    assertThat(restarts.allow(lost)).isTrue();
    assertThat(restarts.allow(lost)).isTrue();
    assertThat(restarts.allow(lost)).isFalse();
    restarts.forget();
    assertThat(restarts.allow(lost)).isTrue();
    assertThat(restarts.count()).isEqualTo(1);
    assertThat(new Restarts(0).allow(lost)).isFalse();
  }

  @Test
  void shouldNotRepeatWhatWouldFailAgain() {
    Restarts restarts = new Restarts(9);

    assertThat(restarts.allow(new IOException("disk full"))).isFalse();
    assertThat(
            restarts.allow(
                new SparkException(
                    "Job aborted", new KindlingException(ExitCode.BAD_DATA, "shard damaged"))))
        .isFalse();
    assertThat(
            restarts.allow(
                new SparkException("Job 7 cancelled because SparkContext was shut down")))
        .isFalse();
    assertThat(restarts.count()).isZero();
  }

  @Test
  void shouldGiveTheReasonInOneLine() {
    assertThat(Restarts.reason(lost)).isEqualTo("Job aborted: ExecutorLostFailure");
  }
}
