package dev.kindling.model.kernels.cuda;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs lists of commands, and captures as a graph those that come again: a replay costs the host
 * one call. The first time a list runs command by command, which also lets the device choose the
 * algorithms of its products.
 */
final class StepGraphs implements AutoCloseable {
  /** Lists that are remembered; with batches of many lengths few of them ever come again. */
  static final int MOST = 32;

  private final GpuDevice device;
  private final Map<List<Command>, Seen> seen = new LinkedHashMap<>(16, 0.75f, true);

  private int replays;

  StepGraphs(GpuDevice device) {
    this.device = device;
  }

  /** A list that ran before. */
  private static final class Seen {
    private GpuGraph graph; // null until it runs for the second time
  }

  /** Returns how many times a graph was replayed. */
  int replays() {
    return replays;
  }

  /** Queues the commands, which must not be changed afterwards. */
  void run(List<Command> commands) {
    Seen before = seen.get(commands);
    if (before == null) {
      queue(commands);
      seen.put(commands, new Seen());
      forgetOldest();
      return;
    }
    if (before.graph == null) {
      before.graph = device.capture(() -> queue(commands));
    }
    device.replay(before.graph);
    replays++;
  }

  private void queue(List<Command> commands) {
    for (Command command : commands) {
      command.queueOn(device);
    }
  }

  private void forgetOldest() {
    if (seen.size() > MOST) {
      close(seen.remove(seen.keySet().iterator().next()));
    }
  }

  private static void close(Seen old) {
    if (old.graph != null) {
      old.graph.close();
    }
  }

  @Override
  public void close() {
    seen.values().forEach(StepGraphs::close);
    seen.clear();
  }
}
