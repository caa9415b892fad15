package dev.kindling.cluster;

import dev.kindling.cluster.StandaloneCluster.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hosts on one machine, each a network namespace of its own behind a bridge, where one in twenty
 * UDP packets that a host sends is lost. Needs Linux, root, and iproute2. The loss is a filter of
 * six instructions in classic BPF, which more kernels have than they have netem.
 */
public final class LossyNetwork implements AutoCloseable {
  /** For tests of networks (RFC 2544), so hardly anybody's own. */
  private static final String PREFIX = "198.18.%d.".formatted(ProcessHandle.current().pid() % 256);

  private static final long LOST_OF_2_TO_32 = (1L << 32) / 20;

  /**
   * Load the protocol; if it is UDP's 17, load a random number; below the bound the packet is
   * dropped (2). All others go on (-1).
   */
  private static final String LOSE =
      "6,48 0 0 23,21 0 3 17,32 0 0 4294963256,53 1 0 %d,6 0 0 2,6 0 0 4294967295"
          .formatted(LOST_OF_2_TO_32);

  private static final Pattern DROPPED = Pattern.compile("clsact.*\\R.*dropped (\\d+)");

  private final String name = "kd" + ProcessHandle.current().pid();
  private final List<String> namespaces = new ArrayList<>();

  private LossyNetwork() {}

  /**
   * Lays out a network.
   *
   * @param hosts how many, beside this machine
   * @throws IOException with what the tools say where the rights or a part of the kernel are
   *     missing
   */
  public static LossyNetwork open(int hosts) throws IOException {
    LossyNetwork network = new LossyNetwork();
    try {
      run("ip link add %s type bridge".formatted(network.name));
      run("ip addr add %s/24 dev %s".formatted(network.address(), network.name));
      run("ip link set %s up".formatted(network.name));
      for (int host = 0; host < hosts; host++) {
        network.addHost(network.name + "-" + host, PREFIX + (host + 2));
      }
      return network;
    } catch (IOException e) {
      network.close();
      throw e;
    }
  }

  private void addHost(String host, String address) throws IOException {
    run("ip netns add %s".formatted(host));
    namespaces.add(host);
    run("ip link add %s type veth peer name eth0 netns %s".formatted(host, host));
    run("ip link set %s master %s up".formatted(host, name));
    run("ip -n %s addr add %s/24 dev eth0".formatted(host, address));
    run("ip -n %s link set eth0 up".formatted(host));
    run("ip -n %s link set lo up".formatted(host));
    run("tc qdisc add dev %s clsact".formatted(host));
    List<String> filter = new ArrayList<>(List.of("tc", "filter", "add", "dev", host, "ingress"));
    filter.addAll(List.of("bpf", "direct-action", "bytecode", LOSE));
    run(filter);
  }

  /** Where this machine is reached. */
  public String address() {
    return PREFIX + 1;
  }

  /** The network, with its prefix. */
  public String network() {
    return PREFIX + "0/24";
  }

  /** The hosts. */
  public List<Host> hosts() {
    List<Host> hosts = new ArrayList<>();
    for (String namespace : namespaces) {
      hosts.add(new Host(PREFIX + (hosts.size() + 2), List.of("ip", "netns", "exec", namespace)));
    }
    return hosts;
  }

  /** UDP packets lost so far. */
  public long lost() throws IOException {
    long lost = 0;
    for (String namespace : namespaces) {
      Matcher dropped = DROPPED.matcher(run("tc -s qdisc show dev %s".formatted(namespace)));
      if (!dropped.find()) {
        throw new IOException("tc does not say how many packets " + namespace + " has lost");
      }
      lost += Long.parseLong(dropped.group(1));
    }
    return lost;
  }

  private static String run(String command) throws IOException {
    return run(List.of(command.split(" ")));
  }

  private static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return output;
  }

  /** Removes it; the processes in it must have ended. */
  @Override
  public void close() throws IOException {
    for (String namespace : namespaces) {
      run("ip netns delete %s".formatted(namespace)); // and its end of the link, and so the link
    }
    namespaces.clear();
    if (Files.exists(Path.of("/sys/class/net", name))) {
      run("ip link delete %s".formatted(name));
    }
  }
}
