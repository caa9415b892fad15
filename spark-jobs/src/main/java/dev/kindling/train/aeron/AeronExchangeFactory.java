package dev.kindling.train.aeron;

/**
 * Exchanges over Aeron, by the media driver of the calling process.
 *
 * @param settings of the media driver
 */
public record AeronExchangeFactory(AeronSettings settings) implements ExchangeFactory {

  @Override
  public ExchangeEndpoint open(ExchangeGroup group) {
    return new AeronEndpoint(AeronNode.shared(settings), group);
  }
}
