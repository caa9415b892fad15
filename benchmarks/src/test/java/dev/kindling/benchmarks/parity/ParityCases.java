package dev.kindling.benchmarks.parity;

import dev.kindling.model.Activation;
import dev.kindling.model.Batch;
import dev.kindling.model.NormPlacement;
import dev.kindling.model.PositionEncoding;
import dev.kindling.model.TransformerConfig;
import java.util.stream.Stream;

/** The models and batches that both sides compute. */
final class ParityCases {
  private static final int ALL = Integer.MAX_VALUE;

  private ParityCases() {}

  /** Two layers of 128, positions for 130 tokens, a vocabulary that is no multiple of anything. */
  static TransformerConfig tinyBert() {
    return TransformerConfig.bert(1021, 2, 128, 2, 512, 130, 0);
  }

  static TransformerConfig tinyGpt() {
    return TransformerConfig.gpt(1021, 2, 128, 2, 512, 130, 0);
  }

  /** Every shape of batch: single tokens, odd lengths, much and no padding, all and no labels. */
  static Stream<ParityCase> batches() {
    TransformerConfig bert = tinyBert();
    TransformerConfig gpt = tinyGpt();
    return Stream.of(
        of("BERT, one sequence of one token", bert, 1, 1, 1),
        of("BERT, one sequence of 7, nothing masked", bert, 0, 7, 7),
        of("BERT, 33 with padding, 5 masked", bert, 5, 33, 33, 1, 20, 7),
        of("BERT, 127 with padding, everything masked", bert, ALL, 127, 127, 64, 126),
        of("BERT, 128 full", bert, 20, 128, 128, 128),
        of("BERT, every sequence shorter than the rectangle", bert, 3, 48, 16, 15, 17),
        of("BERT, rows of nothing but padding", bert, 4, 20, 0, 20, 0, 0, 9, 0),
        new ParityCase("BERT, no next-sentence labels", bert, withoutNext(bert, 5, 33, 33, 12)),
        of("GPT, one sequence of one token", gpt, ALL, 1, 1),
        of("GPT, one sequence of 7", gpt, ALL, 7, 7),
        of("GPT, 33, last windows short", gpt, ALL, 33, 33, 33, 20, 1),
        of("GPT, 127, last window short", gpt, ALL, 127, 127, 5),
        of("GPT, rows of nothing but padding", gpt, ALL, 20, 0, 20, 0, 9),
        of("BERT of odd sizes", TransformerConfig.bert(1021, 2, 65, 5, 197, 40, 0), 7, 40, 40, 23),
        of("GPT of odd sizes", TransformerConfig.gpt(1021, 2, 65, 5, 197, 40, 0), ALL, 40, 40, 23),
        of("GPT, 128 full, few labels", gpt, 9, 128, 128, 128));
  }

  /**
   * All that a configuration can ask for. Small, since ReLU differs where rounding puts a sum on
   * the other side of zero, which gets likely among many.
   */
  static Stream<ParityCase> variants() {
    return Stream.of(
            TransformerConfig.bert(509, 2, 64, 2, 128, 24, 0),
            TransformerConfig.gpt(509, 2, 64, 2, 128, 24, 0))
        .flatMap(c -> Stream.of(PositionEncoding.values()).map(c::withPositionEncoding))
        .flatMap(c -> Stream.of(NormPlacement.values()).map(c::withNormPlacement))
        .flatMap(c -> Stream.of(Activation.values()).map(c::withActivation))
        .map(c -> of(variantName(c), c, 6, 19, 19, 12));
  }

  private static String variantName(TransformerConfig c) {
    return c.architecture()
        + " "
        + c.positionEncoding()
        + " "
        + c.normPlacement()
        + " "
        + c.activation();
  }

  /** Published sizes. */
  static Stream<ParityCase> sizes() {
    return Stream.of(
        of("BERT mini", TransformerConfig.bert(8192, 4, 256, 4, 1024, 128, 0), 20, 128, 128, 77),
        of(
            "GPT, 4 layers of 256",
            TransformerConfig.gpt(8192, 4, 256, 4, 1024, 256, 0),
            ALL,
            65,
            65),
        of("BERT base", TransformerConfig.bert(30522, 12, 768, 12, 3072, 512, 0), 5, 32, 32, 17),
        of("GPT-2", TransformerConfig.gpt(50257, 12, 768, 12, 3072, 1024, 0), ALL, 32, 32));
  }

  private static ParityCase of(
      String name, TransformerConfig config, int labels, int length, int... lengths) {
    return new ParityCase(name, config, BatchMaker.batch(config, labels, length, lengths));
  }

  private static Batch withoutNext(
      TransformerConfig config, int labels, int length, int... lengths) {
    Batch b = BatchMaker.batch(config, labels, length, lengths);
    return Batch.bert(
        b.sequences(),
        length,
        b.tokens(),
        b.segments(),
        lengths,
        b.labelRows(),
        b.labels(),
        new int[0]);
  }
}
