package dev.kindling.model.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadTeamTest {
  private static final int KERNELS = 2000;
  private static final long LONGER_THAN_SPINNING_NANOS = 2_000_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void shouldRunEachTaskOnceBeforeItReturns(int threads) {
    try (ThreadTeam team = new ThreadTeam(threads)) {
      for (int kernel = 0; kernel < KERNELS; kernel++) {
        int tasks = kernel % 7;
        AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
        team.run(tasks, (task, thread) -> runs.incrementAndGet(task));
        for (int task = 0; task < tasks; task++) {
          assertThat(runs.get(task)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void shouldRunTasksOfOneKernelAtTheSameTime() {
    try (ThreadTeam team = new ThreadTeam(3)) {
      CountDownLatch all = new CountDownLatch(3);
      Set<Integer> numbers = ConcurrentHashMap.newKeySet();
      team.run(
          3,
          (task, thread) -> {
            numbers.add(thread);
            all.countDown();
            await(all); // no thread can run a second task before each has one
          });
      assertThat(numbers).containsExactlyInAnyOrder(0, 1, 2);
    }
  }

  @Test
  void shouldWakeThreadsThatSleep() {
    try (ThreadTeam team = new ThreadTeam(2)) {
      for (int kernel = 0; kernel < 5; kernel++) {
        LockSupport.parkNanos(LONGER_THAN_SPINNING_NANOS);
        CountDownLatch both = new CountDownLatch(2);
        team.run(
            2,
            (task, thread) -> {
              both.countDown();
              await(both);
            });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shouldThrowWhatATaskThrowsAndGoOn(int threads) {
    try (ThreadTeam team = new ThreadTeam(threads)) {
      assertThatThrownBy(
              () ->
                  team.run(
                      50,
                      (task, thread) -> {
                        if (task == 30) {
                          throw new IllegalStateException("task 30");
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("task 30");
      assertThatThrownBy(
              () ->
                  team.run(
                      2,
                      (task, thread) -> {
                        throw new AssertionError("both");
                      }))
          .isInstanceOf(AssertionError.class)
          .hasMessage("both");
      AtomicInteger runs = new AtomicInteger();
      team.run(50, (task, thread) -> runs.incrementAndGet());
      assertThat(runs).hasValue(50);
    }
  }

  @Test
  void shouldKeepTheCallersInterruption() {
    try (ThreadTeam team = new ThreadTeam(2)) {
      Thread.currentThread().interrupt();
      AtomicInteger runs = new AtomicInteger();
      team.run(
          20,
          (task, thread) -> {
            LockSupport.parkNanos(1);
            runs.incrementAndGet();
          });
      assertThat(runs).hasValue(20);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void shouldEndItsThreads() {
    ThreadTeam team = new ThreadTeam(3);
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(3);
    team.run(
        3,
        (task, thread) -> {
          seen.add(Thread.currentThread());
          all.countDown();
          await(all);
        });
    team.close();
    team.close();
    seen.remove(Thread.currentThread());
    assertThat(seen).hasSize(2).noneMatch(Thread::isAlive);
    assertThatThrownBy(() -> team.run(2, (task, thread) -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void shouldRefuseNoThreads() {
    assertThatThrownBy(() -> new ThreadTeam(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads must be at least 1, got 0");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
