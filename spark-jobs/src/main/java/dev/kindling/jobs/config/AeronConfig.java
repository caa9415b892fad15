package dev.kindling.jobs.config;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How tasks reach each other where Aeron carries their exchange.
 *
 * @param address of the network between executors: an address, or a network such as {@code
 *     10.0.0.0/8}, of which each executor takes its own address
 * @param portRange UDP ports that tasks may listen on, first and last: {@code 40200-40399}
 * @param mtu payload bytes of a packet; 0 stands for what the network interface carries
 * @param termLength bytes of one of a stream's three buffers, a power of two
 * @param deadlineSeconds longest wait for a peer
 */
public record AeronConfig(
    @Operational @Default("127.0.0.1") String address,
    @Operational @Default("40200-40399") String portRange,
    @Operational @Default("0") int mtu,
    @Operational @Default("4194304") int termLength,
    @Operational @Default("1800") int deadlineSeconds)
    implements Serializable {
  private static final Pattern NETWORK = Pattern.compile("([^/\\s]+)(?:/(\\d{1,3}))?");
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;
  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
  private static final int MOST_PORT = 65_535;
  private static final int ALIGNMENT = 32;
  private static final int MOST_MTU = 65_504;
  private static final int LEAST_TERM = 64 << 10;
  private static final int MOST_TERM = 1 << 30;

  /** Checks the ranges. */
  public AeronConfig {
    new Check()
        .that(
            isNetwork(address), "address", address, "must be an address, or a network: 10.0.0.0/8")
        .that(
            isRange(portRange),
            "port-range",
            portRange,
            "must be FIRST-LAST, two ports from 1024 to 65535 in ascending order")
        .that(
            mtu == 0 || (mtu >= 1024 && mtu <= MOST_MTU && mtu % ALIGNMENT == 0),
            "mtu",
            mtu,
            "must be 0, or a multiple of 32 in [1024, 65504]")
        .that(
            termLength >= LEAST_TERM
                && termLength <= MOST_TERM
                && Integer.bitCount(termLength) == 1,
            "term-length",
            termLength,
            "must be a power of two in [65536, 1073741824]")
        .positive("deadline-seconds", deadlineSeconds)
        .done();
  }

  /** Whether it has the form; what the machines' addresses are shows where they are. */
  private static boolean isNetwork(String text) {
    Matcher matcher = NETWORK.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    int most = matcher.group(1).indexOf(':') < 0 ? IPV4_BITS : IPV6_BITS;
    return matcher.group(2) == null || Integer.parseInt(matcher.group(2)) <= most;
  }

  private static boolean isRange(String ports) {
    Matcher matcher = PORTS.matcher(ports);
    return matcher.matches()
        && Integer.parseInt(matcher.group(1)) >= 1024
        && Integer.parseInt(matcher.group(1)) <= Integer.parseInt(matcher.group(2))
        && Integer.parseInt(matcher.group(2)) <= MOST_PORT;
  }

  /** The lowest port. */
  public int firstPort() {
    return Integer.parseInt(portRange.substring(0, portRange.indexOf('-')));
  }

  /** The highest port. */
  public int lastPort() {
    return Integer.parseInt(portRange.substring(portRange.indexOf('-') + 1));
  }
}
