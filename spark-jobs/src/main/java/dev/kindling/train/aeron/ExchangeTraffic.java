package dev.kindling.train.aeron;

/**
 * What passed one end of an exchange.
 *
 * @param sentBytes to other tasks, with all that the exchange adds to payloads
 * @param receivedBytes from other tasks, likewise; accepted frames only
 * @param staleFrames that were dropped because they belong to another generation
 * @param forgedFrames that were dropped because their authentication code does not match
 * @param waitedNanos spent in waits for peers that could not take more, and for messages
 */
public record ExchangeTraffic(
    long sentBytes, long receivedBytes, long staleFrames, long forgedFrames, long waitedNanos) {}
