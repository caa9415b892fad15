package dev.kindling.train.aeron;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/** What the operating system grants a UDP socket. */
final class SocketBuffers {
  private SocketBuffers() {}

  /** The largest buffer, in bytes, that it gives for receiving and for sending alike. */
  static int largest() {
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, Integer.MAX_VALUE / 2);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, Integer.MAX_VALUE / 2);
      return Math.min(
          channel.getOption(StandardSocketOptions.SO_RCVBUF),
          channel.getOption(StandardSocketOptions.SO_SNDBUF));
    } catch (IOException e) {
      throw new UncheckedIOException("a UDP socket cannot be opened", e);
    }
  }
}
