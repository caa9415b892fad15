package dev.kindling.train;

import dev.kindling.train.aeron.ExchangeEndpoint;
import dev.kindling.train.aeron.ExchangeTraffic;
import dev.kindling.train.aeron.SliceExchange;
import dev.kindling.train.aeron.SliceMessage;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** An exchange within this process that ends no round before the driver was told of the last. */
record WaitingEndpoint(ExchangeEndpoint endpoint) implements ExchangeEndpoint {
  private static final Object TOLD = new Object();
  private static long lastTold;

  static void told(long round) {
    synchronized (TOLD) {
      lastTold = round;
      TOLD.notifyAll();
    }
  }

  private static void awaitTold(long round) {
    synchronized (TOLD) {
      while (lastTold < round) {
        try {
          TOLD.wait();
        } catch (InterruptedException e) {
          throw new IllegalStateException("nobody was told of round " + round, e);
        }
      }
    }
  }

  @Override
  public String address() {
    return endpoint.address();
  }

  @Override
  public SliceExchange connect(int task, List<String> addresses, BooleanSupplier cancelled) {
    return new Exchange(endpoint.connect(task, addresses, cancelled));
  }

  @Override
  public void close() {
    endpoint.close();
  }

  private record Exchange(SliceExchange exchange) implements SliceExchange {
    @Override
    public void push(int owner, SliceMessage message) {
      exchange.push(owner, message);
    }

    @Override
    public void publish(SliceMessage message) {
      exchange.publish(message);
    }

    @Override
    public SliceMessage take(SliceMessage.Kind kind, long round, Supplier<String> missing) {
      awaitTold(round - 1);
      return exchange.take(kind, round, missing);
    }

    @Override
    public ExchangeTraffic traffic() {
      return exchange.traffic();
    }

    @Override
    public void close() {
      exchange.close();
    }
  }
}
