package dev.kindling.train.sync;

import dev.kindling.train.aeron.ExchangeEndpoint;
import dev.kindling.train.aeron.ExchangeFactory;
import dev.kindling.train.aeron.ExchangeGroup;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.BarrierTaskContext;

/** A task that connects to all others and leaves again; it gives their number. */
record ExchangeProbe(ExchangeFactory factory, ExchangeGroup group)
    implements BarrierStage.Body<Integer>, Serializable {

  @Override
  public Integer run(BarrierTaskContext context) {
    try (ExchangeEndpoint endpoint = factory.open(group)) {
      List<String> addresses = List.of(context.allGather(endpoint.address()));
      endpoint.connect(context.partitionId(), addresses, context::isInterrupted).close();
      return addresses.size();
    }
  }
}
