package dev.kindling.train.aeron;

import dev.kindling.jobs.KindlingException;
import java.util.List;

/** What an exchange over Aeron needs of one machine, tried before any task does. */
public final class AeronPreflight {
  /** Buffers of a stream to one peer, and of one from it: three terms each. */
  private static final int TERMS_OF_A_PEER = 6;

  private AeronPreflight() {}

  /**
   * Starts a media driver and listens with it.
   *
   * @param peers other tasks that one task of this machine will exchange with
   * @return what was found, in one line
   * @throws KindlingException with the first problem and what to do about it
   */
  public static String examine(AeronSettings settings, int peers) {
    AeronNode.requireOpenModule();
    LocalAddress local = LocalAddress.within(settings.address());
    long buffers = (long) TERMS_OF_A_PEER * peers * settings.termLength();
    long room = DriverDirectory.requireRoom(AeronNode.DRIVER_BYTES + buffers);
    List<Integer> free = FreePorts.of(local.address(), settings.firstPort(), settings.lastPort());
    ExchangeGroup alone = ExchangeGroup.withRandomKey(0, 1, AeronNode.LIVENESS);
    try (AeronNode node = new AeronNode(settings, context -> {});
        AeronEndpoint endpoint = new AeronEndpoint(node, alone)) {
      endpoint.connect(0, List.of(endpoint.address()), () -> false);
    }
    return "%s, %,d UDP ports free from %d to %d (open them between the executors), packets of %,d bytes, %,d MB free in %s, socket buffers of %,d KiB"
        .formatted(
            local.host(),
            free.size(),
            settings.firstPort(),
            settings.lastPort(),
            settings.mtu() > 0 ? settings.mtu() : local.mtu(),
            room / 1_000_000,
            DriverDirectory.parent(),
            SocketBuffers.largest() >> 10);
  }
}
