package dev.kindling.train.aeron;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a task is reached.
 *
 * @param host address of its machine
 * @param port that it listens on
 * @param stream its number within its media driver
 * @param directory of its media driver, of use to processes of the same machine
 */
record TaskAddress(String host, int port, int stream, String directory) {

  static TaskAddress parse(String text) {
    String[] parts = text.split(" ", 3);
    int colon = parts[0].lastIndexOf(':');
    return new TaskAddress(
        parts[0].substring(0, colon),
        Integer.parseInt(parts[0].substring(colon + 1)),
        Integer.parseInt(parts[1]),
        parts[2]);
  }

  /** One line that {@link #parse} reads. */
  String text() {
    return "%s:%d %d %s".formatted(host, port, stream, directory);
  }

  String udpChannel() {
    return "aeron:udp?endpoint=" + host + ":" + port;
  }

  /**
   * Whether a process at another address can use this one's media driver through shared memory: the
   * same machine, and a folder that it may write to. Containers of one machine see folders of their
   * own, and so use UDP.
   */
  boolean sharesMemoryWith(TaskAddress other) {
    return host.equals(other.host) && Files.isWritable(Path.of(directory, "cnc.dat"));
  }

  /** For messages to people. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
