package dev.kindling.jobs.examples;

import java.io.Serializable;

/**
 * What a written shard holds, or several together.
 *
 * @param records examples
 * @param tokens in them, special ones included
 * @param unknownTokens of these, [UNK]
 * @param randomNext examples whose second segment comes from another document
 */
record ShardSummary(long records, long tokens, long unknownTokens, long randomNext)
    implements Serializable {
  static final ShardSummary EMPTY = new ShardSummary(0, 0, 0, 0);

  ShardSummary plus(ShardSummary other) {
    return new ShardSummary(
        records + other.records,
        tokens + other.tokens,
        unknownTokens + other.unknownTokens,
        randomNext + other.randomNext);
  }
}
