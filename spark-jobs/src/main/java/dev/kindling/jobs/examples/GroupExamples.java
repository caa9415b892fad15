package dev.kindling.jobs.examples;

import dev.kindling.examples.BertExamples;
import dev.kindling.examples.Example;
import dev.kindling.examples.ExampleSink;
import dev.kindling.examples.FullSentenceExamples;
import dev.kindling.examples.GptExamples;
import dev.kindling.examples.Origin;
import dev.kindling.examples.SpecialIds;
import dev.kindling.examples.TokenizedDocument;
import dev.kindling.jobs.tokenize.spark.SharedTokenizer;
import dev.kindling.jobs.vocab.SpecialTokenIds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/**
 * The task that builds the examples of document groups, one group at a time, and sends each example
 * to its shard. Keys are the shard, the example's place in the shuffle, and a checksum that orders
 * the examples which share a place; values are {@link Packed} examples.
 */
final class GroupExamples
    implements PairFlatMapFunction<Iterator<Tuple2<byte[], byte[]>>, byte[], byte[]> {
  private final ExamplePlan plan;
  private final SharedTokenizer tokenizer;

  GroupExamples(ExamplePlan plan, SharedTokenizer tokenizer) {
    this.plan = plan;
    this.tokenizer = tokenizer;
  }

  /**
   * Builds.
   *
   * @param documents from {@link DocumentTokenizer}, sorted by key
   */
  @Override
  public Iterator<Tuple2<byte[], byte[]>> call(Iterator<Tuple2<byte[], byte[]>> documents) {
    SpecialIds special = SpecialTokenIds.of(tokenizer.get().vocabulary());
    Bins bins = new Bins(documents);
    return new Iterator<>() {
      private Iterator<Tuple2<byte[], byte[]>> examples = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!examples.hasNext() && bins.hasNext()) {
          examples = build(bins, special).iterator();
        }
        return examples.hasNext();
      }

      @Override
      public Tuple2<byte[], byte[]> next() {
        return examples.next();
      }
    };
  }

  private List<Tuple2<byte[], byte[]>> build(Bins bins, SpecialIds special) {
    int bin = bins.next();
    List<TokenizedDocument> group = new ArrayList<>();
    bins.forEachRecord(
        bin,
        (key, packed) ->
            group.add(
                Packed.document(DocumentTokenizer.id(key), DocumentTokenizer.part(key), packed)));
    List<Tuple2<byte[], byte[]>> examples = new ArrayList<>();
    ExampleSink sink = (example, origins) -> examples.add(keyed(example, origins));
    int duplicate = plan.duplicateOf(bin);
    switch (plan.kind()) {
      case MASKED_LANGUAGE_MODEL ->
          BertExamples.build(group, duplicate, plan.bertOptions(), special, sink);
      case FULL_SENTENCES ->
          FullSentenceExamples.build(group, duplicate, plan.packingOptions(), special, sink);
      case NEXT_WORD -> GptExamples.build(group, plan.packingOptions(), special, sink);
    }
    return examples;
  }

  private Tuple2<byte[], byte[]> keyed(Example example, List<Origin> origins) {
    byte[] packed = Packed.example(example, origins);
    CRC32C checksum = new CRC32C();
    checksum.update(packed);
    long place = plan.place(example.id());
    byte[] key =
        ByteBuffer.allocate(Integer.BYTES + Long.BYTES + Integer.BYTES)
            .putInt(plan.shard(place))
            .putLong(place)
            .putInt((int) checksum.getValue())
            .array();
    return new Tuple2<>(key, packed);
  }
}
