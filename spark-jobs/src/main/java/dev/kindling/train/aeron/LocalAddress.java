package dev.kindling.train.aeron;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;

/**
 * The address of this machine on the network between executors.
 *
 * @param address that others send to
 * @param packetBytes largest IP packet of its interface
 */
record LocalAddress(InetAddress address, int packetBytes) {
  /** IP and UDP headers of a packet; IPv6's are the longer ones. */
  private static final int IPV4_HEADERS = 28;

  private static final int IPV6_HEADERS = 48;

  /** What Aeron takes at most; a multiple of its alignment. */
  private static final int MOST_MTU = 65504;

  private static final int ALIGNMENT = 32;

  /** The first address of this machine that an address or a network ({@code 10.0.0.0/8}) names. */
  static LocalAddress within(String network) {
    try {
      int slash = network.indexOf('/');
      byte[] prefix =
          InetAddress.getByName(slash < 0 ? network : network.substring(0, slash)).getAddress();
      int bits =
          slash < 0 ? prefix.length * Byte.SIZE : Integer.parseInt(network.substring(slash + 1));
      for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InetAddress candidate : Collections.list(card.getInetAddresses())) {
          if (card.isUp() && matches(candidate.getAddress(), prefix, bits)) {
            return new LocalAddress(candidate, card.getMTU());
          }
        }
      }
      InetAddress named = InetAddress.getByAddress(prefix);
      if (slash < 0 && named.isLoopbackAddress()) { // all of 127.0.0.0/8 is this machine
        return new LocalAddress(
            named, NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()).getMTU());
      }
    } catch (UnknownHostException | SocketException | NumberFormatException e) {
      throw unusable(network, "cannot be looked up (" + e.getMessage() + ")");
    }
    throw unusable(network, "names no address of this machine");
  }

  private static boolean matches(byte[] address, byte[] prefix, int bits) {
    if (address.length != prefix.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
      return false;
    }
    int rest = bits % Byte.SIZE;
    return rest == 0 || (address[whole] ^ prefix[whole]) >> (Byte.SIZE - rest) == 0;
  }

  private static KindlingException unusable(String network, String why) {
    return new KindlingException(
        ExitCode.CLUSTER,
        "training.aeron.address = %s %s (%s). Name the network that the executors share, for example 10.0.0.0/8."
            .formatted(network, why, hostName()));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a machine without a name";
    }
  }

  /** In the form that URIs want. */
  String host() {
    String text = address.getHostAddress();
    return text.indexOf(':') < 0 ? text : "[" + text.replaceFirst("%.*", "") + "]";
  }

  /** The largest payload of a UDP packet that its interface carries in one piece. */
  int mtu() {
    int headers = address.getAddress().length == 4 ? IPV4_HEADERS : IPV6_HEADERS;
    return Math.min(MOST_MTU, (packetBytes - headers) / ALIGNMENT * ALIGNMENT);
  }
}
