package dev.kindling.train.aeron;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.stream.IntStream;

/** UDP ports that nobody listens on. */
final class FreePorts {
  private FreePorts() {}

  /** Those of a range that are free at this moment, lowest first. */
  static List<Integer> of(InetAddress address, int first, int last) {
    return IntStream.rangeClosed(first, last)
        .filter(port -> isFree(address, port))
        .boxed()
        .toList();
  }

  private static boolean isFree(InetAddress address, int port) {
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
