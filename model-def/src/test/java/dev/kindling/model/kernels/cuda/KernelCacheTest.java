package dev.kindling.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {
  @TempDir Path folder;

  @Test
  void shouldReadWhatAnotherWrote() {
    assertThat(new KernelCache(folder.resolve("new")).read("key")).isEmpty();
    new KernelCache(folder.resolve("new")).write("key", new byte[] {1, 2});
    assertThat(new KernelCache(folder.resolve("new")).read("key")).contains(new byte[] {1, 2});
  }

  @Test
  void shouldLeaveNothingButTheFile() throws Exception {
    new KernelCache(folder).write("key", new byte[9]);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("key"));
    }
  }

  @Test
  void shouldDoWithoutAFolder() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    KernelCache cache = new KernelCache(file);
    cache.write("key", new byte[1]);
    assertThat(cache.read("key")).isEmpty();
  }

  @Test
  void shouldTellTextsApartByWhereTheyEnd() {
    assertThat(KernelCache.key(List.of("ab", "c")))
        .isNotEqualTo(KernelCache.key(List.of("a", "bc")));
    assertThat(KernelCache.key(List.of("a"))).hasSize(64).isEqualTo(KernelCache.key(List.of("a")));
  }

  @Test
  void shouldTakeTheFastestAlgorithmAndKeepIt() {
    double[] milliseconds = {3, 1, 2};
    AtomicInteger measured = new AtomicInteger();
    AlgorithmChoice first = new AlgorithmChoice(new KernelCache(folder), "gpu", true);
    assertThat(first.choose("a", 3, true, i -> measure(measured, milliseconds[i]))).isEqualTo(1);
    AlgorithmChoice later = new AlgorithmChoice(new KernelCache(folder), "gpu", true);
    assertThat(later.choose("a", 3, true, i -> measure(measured, 9 - i))).isEqualTo(1);
    assertThat(measured).hasValue(3);
  }

  @Test
  void shouldTakeTheFirstAlgorithmWhereItMayNotMeasure() {
    AtomicInteger measured = new AtomicInteger();
    AlgorithmChoice off = new AlgorithmChoice(new KernelCache(folder), "gpu", false);
    assertThat(off.choose("a", 3, true, i -> measure(measured, 9 - i))).isZero();
    AlgorithmChoice on = new AlgorithmChoice(new KernelCache(folder), "gpu", true);
    assertThat(on.choose("a", 3, false, i -> measure(measured, 9 - i))).isZero();
    assertThat(measured).hasValue(0);
  }

  @Test
  void shouldMeasureAnewWhereThePlaceOrTheProblemIsAnother() {
    AtomicInteger measured = new AtomicInteger();
    KernelCache cache = new KernelCache(folder);
    new AlgorithmChoice(cache, "gpu", true).choose("a", 2, true, i -> measure(measured, i));
    new AlgorithmChoice(cache, "gpu", true).choose("b", 2, true, i -> measure(measured, i));
    new AlgorithmChoice(cache, "other", true).choose("a", 2, true, i -> measure(measured, i));
    assertThat(measured).hasValue(6);
  }

  private static double measure(AtomicInteger measured, double milliseconds) {
    measured.incrementAndGet();
    return milliseconds;
  }
}
