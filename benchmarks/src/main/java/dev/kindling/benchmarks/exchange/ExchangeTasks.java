package dev.kindling.benchmarks.exchange;

import dev.kindling.train.aeron.AeronExchangeFactory;
import dev.kindling.train.aeron.AeronSettings;
import dev.kindling.train.aeron.ExchangeEndpoint;
import dev.kindling.train.aeron.ExchangeGroup;
import dev.kindling.train.aeron.SliceExchange;
import dev.kindling.train.aeron.SliceMessage;
import dev.kindling.train.aeron.SliceMessage.Kind;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * One process of a measurement, with some of its tasks. It answers its tasks' addresses, reads
 * those of all tasks, exchanges, and answers nanoseconds and sent bytes of each of its tasks; a
 * line each, fields between tabs.
 */
public final class ExchangeTasks {
  /** Half a slice's floats' bytes: as the fp16 codec makes them. */
  static final int SLICE_BYTES = 512 << 10;

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final int tasks;
  private final int slices;
  private final int rounds;

  private ExchangeTasks(int tasks, int slices, int rounds) {
    this.tasks = tasks;
    this.slices = slices;
    this.rounds = rounds;
  }

  /** Takes address, mtu, term length, first task, tasks here, all tasks, slices and rounds. */
  public static void main(String[] arguments) throws Exception {
    int[] numbers = new int[arguments.length];
    for (int i = 1; i < arguments.length; i++) {
      numbers[i] = Integer.parseInt(arguments[i]);
    }
    AeronSettings settings =
        new AeronSettings(arguments[0], 40_100, 40_999, numbers[1], numbers[2]);
    new ExchangeTasks(numbers[5], numbers[6], numbers[7]).run(settings, numbers[3], numbers[4]);
  }

  private void run(AeronSettings settings, int first, int here) throws Exception {
    ExchangeGroup group =
        new ExchangeGroup(1, tasks, new byte[32], DEADLINE); // nothing secret here
    List<ExchangeEndpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < here; i++) {
      endpoints.add(new AeronExchangeFactory(settings).open(group));
    }
    System.out.println(
        endpoints.stream().map(ExchangeEndpoint::address).collect(Collectors.joining("\t")));
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    List<String> addresses = List.of(requests.readLine().split("\t"));
    ExecutorService threads = Executors.newFixedThreadPool(here);
    List<Future<String>> running = new ArrayList<>();
    for (int i = 0; i < here; i++) {
      int task = first + i;
      ExchangeEndpoint endpoint = endpoints.get(i);
      running.add(threads.submit(() -> measure(task, endpoint, addresses)));
    }
    for (Future<String> one : running) {
      System.out.println(one.get());
    }
    requests.readLine(); // the others may still need what this process has sent
    threads.shutdown();
    endpoints.forEach(ExchangeEndpoint::close);
  }

  private String measure(int task, ExchangeEndpoint endpoint, List<String> addresses) {
    SliceExchange exchange = endpoint.connect(task, addresses, () -> false);
    byte[] payload = new byte[SLICE_BYTES];
    exchange(exchange, task, 1, payload); // the first one also compiles the code
    long sentBefore = exchange.traffic().sentBytes();
    long start = System.nanoTime();
    for (int round = 2; round <= rounds + 1; round++) {
      exchange(exchange, task, round, payload);
    }
    long nanos = System.nanoTime() - start;
    return nanos / rounds + "\t" + (exchange.traffic().sentBytes() - sentBefore) / rounds;
  }

  private void exchange(SliceExchange exchange, int task, long round, byte[] payload) {
    for (int i = 0; i < slices; i++) {
      int slice = (i + task) % slices; // not all to the same owner at once
      exchange.push(
          slice % tasks, new SliceMessage(Kind.CONTRIBUTION, task, round, slice, task, 1, payload));
    }
    int owned = (slices - task + tasks - 1) / tasks;
    int[] arrived = new int[slices];
    for (int i = 0; i < owned * tasks; i++) {
      int slice = exchange.take(Kind.CONTRIBUTION, round, () -> "some").slice();
      if (++arrived[slice] == tasks) {
        exchange.publish(new SliceMessage(Kind.UPDATE, task, round, slice, 0, 1, payload));
      }
    }
    for (int i = 0; i < slices - owned; i++) {
      exchange.take(Kind.UPDATE, round, () -> "some");
    }
  }
}
