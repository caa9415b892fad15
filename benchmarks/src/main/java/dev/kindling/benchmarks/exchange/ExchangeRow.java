package dev.kindling.benchmarks.exchange;

/**
 * One way to exchange, measured.
 *
 * @param row {@value #ROW}
 * @param network between processes: {@code udp} over the loopback interface, or {@code memory}
 * @param tasks that exchange
 * @param processes that they run in
 * @param mtu bytes of a UDP packet; 0: what the interface carries
 * @param termKib of one of a stream's three buffers
 * @param vectorMb 10<sup>6</sup> bytes that each task contributes and gets in a round
 * @param sentMb of all tasks in a round, with all that frames add
 * @param secondsPerRound of the slowest task, mean of all rounds but the first
 * @param mbPerSecond sent over seconds
 * @param copyMbPerSecond what this machine copies in memory, all cores at once
 * @param floorSeconds the sent bytes copied once
 */
record ExchangeRow(
    String row,
    String network,
    int tasks,
    int processes,
    int mtu,
    int termKib,
    double vectorMb,
    double sentMb,
    double secondsPerRound,
    double mbPerSecond,
    double copyMbPerSecond,
    double floorSeconds) {
  static final String ROW = "exchange";
}
