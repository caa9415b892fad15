package dev.kindling.train.aeron;

import dev.kindling.jobs.config.AeronConfig;
import java.io.Serializable;

/**
 * How the executors' media drivers are set up.
 *
 * @param address of the network between executors: an address, or a network such as {@code
 *     10.0.0.0/8}, of which each executor takes its own address
 * @param firstPort lowest UDP port that a task may listen on
 * @param lastPort highest one; tasks of one machine need one each
 * @param mtu bytes of one UDP packet's payload, a multiple of 32; 0 takes what the network
 *     interface carries
 * @param termLength bytes of one of a stream's three buffers, a power of two from 64 KiB to 1 GiB
 */
public record AeronSettings(String address, int firstPort, int lastPort, int mtu, int termLength)
    implements Serializable {

  /** As a run's config says. */
  public static AeronSettings of(AeronConfig config) {
    return new AeronSettings(
        config.address(), config.firstPort(), config.lastPort(), config.mtu(), config.termLength());
  }
}
