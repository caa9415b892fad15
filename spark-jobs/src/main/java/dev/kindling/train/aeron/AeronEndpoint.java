package dev.kindling.train.aeron;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import io.aeron.Aeron;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * One task's endpoint over Aeron: a UDP port for tasks of other machines, a stream in shared memory
 * for tasks of this one, in the same process or not.
 */
final class AeronEndpoint implements ExchangeEndpoint {
  private static final String SHARED_MEMORY = "aeron:ipc";

  private final AeronNode node;
  private final ExchangeGroup group;
  private final TaskAddress own;
  private final Subscription network;
  private final Subscription memory;
  private volatile FrameReader reader;
  private ReceiveLoop receiving;
  private AeronExchange exchange;

  AeronEndpoint(AeronNode node, ExchangeGroup group) {
    this.node = node;
    this.group = group;
    int stream = node.nextStream();
    Aeron client = node.client();
    this.network = listen(client, stream);
    this.memory = client.addSubscription(SHARED_MEMORY, stream, image -> {}, image -> ended(image));
    String endpoint = network.resolvedEndpoint();
    int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    this.own = new TaskAddress(node.host(), port, stream, node.directory());
  }

  /** Takes the first free port of the range: other processes of the machine listen there too. */
  private Subscription listen(Aeron client, int stream) {
    AeronSettings settings = node.settings();
    AeronException last = null;
    for (int port : FreePorts.of(node.address(), settings.firstPort(), settings.lastPort())) {
      String channel = new TaskAddress(node.host(), port, stream, node.directory()).udpChannel();
      String windowed = channel + "|rcv-wnd=" + node.window(group.tasks() - 1);
      try {
        return client.addSubscription(windowed, stream, image -> {}, image -> ended(image));
      } catch (AeronException e) {
        last = e; // taken between the look and the use
      }
    }
    throw new KindlingException(
        ExitCode.CLUSTER,
        "No UDP port of %s from %d to %d is free%s. Widen training.aeron.port-range: each task of a machine needs one."
            .formatted(
                node.host(),
                settings.firstPort(),
                settings.lastPort(),
                last == null ? "" : " (" + last.getMessage() + ")"),
        last);
  }

  private void ended(Image image) {
    if (reader != null) {
      reader.ended(image);
    }
  }

  @Override
  public String address() {
    return own.text();
  }

  @Override
  public SliceExchange connect(int task, List<String> addresses, BooleanSupplier cancelled) {
    List<TaskAddress> tasks = addresses.stream().map(TaskAddress::parse).toList();
    Inbox inbox = new Inbox(group.deadline(), cancelled);
    reader = new FrameReader(group, task, tasks, inbox);
    receiving = new ReceiveLoop("kindling-aeron-" + task, List.of(network, memory), reader, inbox);
    LongAdder sentBytes = new LongAdder();
    LongAdder waitedNanos = new LongAdder();
    Patience patience = new Patience(group.deadline(), inbox, waitedNanos);
    List<PeerSender> senders = new ArrayList<>();
    exchange = new AeronExchange(task, inbox, senders, reader, patience, sentBytes, waitedNanos);
    for (int peer = 0; peer < tasks.size(); peer++) {
      senders.add(peer == task ? null : sender(task, peer, tasks.get(peer), patience, sentBytes));
    }
    exchange.join();
    return exchange;
  }

  private PeerSender sender(
      int task, int peer, TaskAddress address, Patience patience, LongAdder sentBytes) {
    boolean near = address.sharesMemoryWith(own);
    try {
      Aeron client = near ? node.client(address.directory()) : node.client();
      String channel = near ? SHARED_MEMORY : address.udpChannel();
      return new PeerSender(
          group,
          task,
          peer,
          address,
          client.addExclusivePublication(channel, address.stream()),
          patience,
          sentBytes);
    } catch (AeronException e) {
      throw new KindlingException(
          ExitCode.CLUSTER,
          "Task %d cannot send to task %d at %s: %s".formatted(task, peer, address, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    if (exchange != null) {
      exchange.close();
    }
    if (receiving != null) {
      receiving.close();
    }
    network.close();
    memory.close();
  }
}
