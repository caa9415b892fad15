package dev.kindling.benchmarks.exchange;

import static dev.kindling.benchmarks.JsonLines.rounded;

import dev.kindling.benchmarks.InvalidArgumentsException;
import dev.kindling.benchmarks.JsonLines;
import dev.kindling.benchmarks.Options;
import dev.kindling.benchmarks.Subcommand;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code benchmarks/run exchange}: rounds of an exchange over Aeron, without training. */
public final class ExchangeMeasurement implements Subcommand {

  @Override
  public String usage() {
    return "exchange [--network udp|memory] [--tasks 4] [--processes 4] [--megabytes 220] [--rounds 3] [--mtu 0] [--term-kib 4096]";
  }

  @Override
  public int run(List<String> arguments, PrintStream out) throws Exception {
    Options options =
        new Options(
            arguments,
            List.of("network", "tasks", "processes", "megabytes", "rounds", "mtu", "term-kib"));
    String network = options.text("network", "memory");
    int tasks = options.number("tasks", 4, 2);
    int processes = options.number("processes", 4, 1);
    if (tasks % processes != 0 || !List.of("udp", "memory").contains(network)) {
      throw new InvalidArgumentsException(
          "--tasks must be a multiple of --processes, --network udp or memory");
    }
    int slices =
        (int) (options.number("megabytes", 220, 1) * 1_000_000L / ExchangeTasks.SLICE_BYTES);
    int mtu = options.number("mtu", 0, 0);
    int termKib = options.number("term-kib", 4096, 64);
    int rounds = options.number("rounds", 3, 1);

    double copy = CopyRate.megabytesPerSecond();
    List<ExchangeProcess> running = new ArrayList<>();
    try {
      for (int i = 0; i < processes; i++) {
        int here = tasks / processes;
        running.add(
            new ExchangeProcess(
                Stream.of(
                        network.equals("udp") ? "127.0.0." + (i + 1) : "127.0.0.1",
                        mtu,
                        termKib << 10,
                        i * here,
                        here,
                        tasks,
                        slices,
                        rounds)
                    .map(String::valueOf)
                    .toArray(String[]::new)));
      }
      double[] measured = measure(running, tasks / processes);
      double sent = measured[1] / 1e6;
      out.println(
          JsonLines.of(
              new ExchangeRow(
                  ExchangeRow.ROW,
                  network,
                  tasks,
                  processes,
                  mtu,
                  termKib,
                  rounded((double) slices * ExchangeTasks.SLICE_BYTES / 1e6, 1),
                  rounded(sent, 1),
                  rounded(measured[0], 3),
                  rounded(sent / measured[0], 0),
                  rounded(copy, 0),
                  rounded(sent / copy, 3))));
    } finally {
      for (ExchangeProcess process : running) {
        process.close();
      }
    }
    return 0;
  }

  /** Seconds of the slowest task's round, and bytes sent by all tasks in it. */
  private static double[] measure(List<ExchangeProcess> processes, int tasksOfEach)
      throws IOException {
    List<String> addresses = new ArrayList<>();
    for (ExchangeProcess process : processes) {
      addresses.addAll(process.answer());
    }
    for (ExchangeProcess process : processes) {
      process.tell(addresses);
    }
    double slowest = 0;
    double sent = 0;
    for (ExchangeProcess process : processes) {
      for (int i = 0; i < tasksOfEach; i++) {
        List<String> answer = process.answer();
        slowest = Math.max(slowest, Long.parseLong(answer.get(0)) / 1e9);
        sent += Long.parseLong(answer.get(1));
      }
    }
    return new double[] {slowest, sent};
  }
}
