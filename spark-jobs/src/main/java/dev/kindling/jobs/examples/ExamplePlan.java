package dev.kindling.jobs.examples;

import dev.kindling.examples.BertExampleOptions;
import dev.kindling.examples.DocumentGroups;
import dev.kindling.examples.ExampleKind;
import dev.kindling.examples.KeyedHash;
import dev.kindling.examples.PackingOptions;
import dev.kindling.jobs.config.ExamplesConfig;
import java.io.Serializable;

/**
 * How the documents of one part (training or held out) become shards. Sent to every task.
 *
 * @param kind of the examples
 * @param sequenceLength of the model, in tokens
 * @param shortSequenceRate share of documents cut shorter; BERT only
 * @param crossDocuments whether examples without pairs may hold text of several documents
 * @param duplicates passes over the documents
 * @param seed of the pipeline
 * @param groups of documents, inside which examples are built
 * @param shards files of this part
 */
record ExamplePlan(
    ExampleKind kind,
    int sequenceLength,
    double shortSequenceRate,
    boolean crossDocuments,
    int duplicates,
    long seed,
    int groups,
    int shards)
    implements Serializable {
  /** What a group holds on average: a task keeps its tokens and examples in about 150 MB. */
  private static final long CHARACTERS_PER_GROUP = 16_000_000;

  /** Held-out parts are read whole, in no need of as many files as the training part has. */
  private static final int MOST_HELD_OUT_SHARDS = 4;

  static ExamplePlan train(ExamplesConfig config, long seed, long characters) {
    return new ExamplePlan(
        config.kind(),
        config.sequenceLength(),
        config.shortSequenceRate(),
        config.crossDocuments(),
        config.duplicates(),
        seed,
        groups(characters),
        config.shards());
  }

  /** Each held-out document is taken once: what is measured needs no duplicates. */
  static ExamplePlan heldOut(ExamplesConfig config, long seed, long characters) {
    return new ExamplePlan(
        config.kind(),
        config.sequenceLength(),
        config.shortSequenceRate(),
        config.crossDocuments(),
        1,
        seed,
        groups(characters),
        Math.min(config.shards(), MOST_HELD_OUT_SHARDS));
  }

  private static int groups(long characters) {
    return Math.toIntExact(Math.max(1, characters / CHARACTERS_PER_GROUP));
  }

  /** Tokens that an example holds at most. */
  int tokenCapacity() {
    return kind.tokenCapacity(sequenceLength);
  }

  /** Groups over all duplicates. */
  int groupBins() {
    return Math.multiplyExact(groups, duplicates);
  }

  int groupBin(String documentId, int part, int duplicate) {
    return duplicate * groups + DocumentGroups.group(documentId, part, duplicate, seed, groups);
  }

  int duplicateOf(int groupBin) {
    return groupBin / groups;
  }

  /** Place of an example in the order of all: the shuffle. */
  long place(long exampleId) {
    return KeyedHash.of(seed, exampleId);
  }

  /** The shard of a place: shards take equal ranges of places, read as unsigned numbers. */
  int shard(long place) {
    return (int) (((place >>> 32) * shards) >>> 32);
  }

  BertExampleOptions bertOptions() {
    return new BertExampleOptions(sequenceLength, shortSequenceRate, duplicates, seed);
  }

  PackingOptions packingOptions() {
    return new PackingOptions(sequenceLength, crossDocuments, seed);
  }
}
