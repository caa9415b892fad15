package dev.kindling.train.aeron;

import java.io.Serializable;

/** A way to exchange slices, sent to the tasks in their closure. */
public interface ExchangeFactory extends Serializable {

  /** Opens the calling task's endpoint. */
  ExchangeEndpoint open(ExchangeGroup group);
}
