package dev.kindling.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.examples.Example;
import dev.kindling.examples.ExampleKind;
import dev.kindling.examples.Masking;
import dev.kindling.examples.MaskingConfig;
import dev.kindling.examples.SpecialIds;
import dev.kindling.model.Batch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BatchAssemblerTest {
  private static final SpecialIds SPECIAL = new SpecialIds(2, 3, 4, 5);

  @Test
  void shouldPredictEachNextPieceOfAGptWindow() {
    BatchAssembler assembler = new BatchAssembler(ExampleKind.NEXT_WORD, 64, null);

    Batch batch =
        assembler.assemble(
            List.of(
                drawn(new Example(1, new int[] {7, 8, 9}, 0, false), 0),
                drawn(new Example(2, new int[] {10, 11, 12, 13, 14}, 0, false), 0)));

    assertThat(batch.length()).isEqualTo(8); // the longest, rounded up
    assertThat(batch.lengths()).containsExactly(2, 4);
    assertThat(batch.tokens()).containsExactly(7, 8, 0, 0, 0, 0, 0, 0, 10, 11, 12, 13, 0, 0, 0, 0);
    assertThat(batch.labelRows()).containsExactly(0, 1, 8, 9, 10, 11);
    assertThat(batch.labels()).containsExactly(8, 9, 11, 12, 13, 14);
  }

  @Test
  void shouldNotBeWiderThanTheModel() {
    BatchAssembler assembler = new BatchAssembler(ExampleKind.NEXT_WORD, 5, null);

    Batch batch = assembler.assemble(List.of(drawn(new Example(1, new int[6], 0, false), 0)));

    assertThat(batch.length()).isEqualTo(5);
  }

  @Test
  void shouldMarkSegmentsAndRestoreWhatIsMasked() {
    Example example = new Example(9, new int[] {2, 10, 11, 3, 12, 13, 14, 15, 16, 3}, 4, true);

    Batch batch = bert(1).assemble(List.of(drawn(example, 0)));

    assertThat(batch.length()).isEqualTo(16);
    assertThat(batch.segments()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0);
    assertThat(batch.nextLabels()).containsExactly(1);
    assertThat(batch.labelCount()).isPositive();
    for (int i = 0; i < batch.labelCount(); i++) {
      assertThat(batch.labels()[i]).isEqualTo(example.tokens()[batch.labelRows()[i]]);
    }
  }

  @Test
  void shouldMaskAnewInEveryEpochAndTheSameInTheSame() {
    int[] tokens = new int[40];
    Arrays.setAll(tokens, i -> i == 0 ? 2 : i == 39 ? 3 : 10 + i);
    Example example = new Example(9, tokens, 20, false);

    int[] first = bert(1).assemble(List.of(drawn(example, 0))).labelRows();
    int[] again = bert(1).assemble(List.of(drawn(example, 0))).labelRows();
    int[] next = bert(1).assemble(List.of(drawn(example, 1))).labelRows();
    int[] otherSeed = bert(2).assemble(List.of(drawn(example, 0))).labelRows();

    assertThat(again).isEqualTo(first);
    assertThat(next).isNotEqualTo(first);
    assertThat(otherSeed).isNotEqualTo(first);
  }

  /** A separator between documents begins no second segment. */
  @Test
  void shouldAskNoNextSentenceOfFullSentences() {
    Masking masking = new Masking(new MaskingConfig(0.3, 20, 1), 100, 6, SPECIAL);
    BatchAssembler assembler = new BatchAssembler(ExampleKind.FULL_SENTENCES, 64, masking);
    Example example = new Example(9, new int[] {2, 10, 11, 3, 12, 13, 14, 3}, 0, false);

    Batch batch = assembler.assemble(List.of(drawn(example, 0)));

    assertThat(batch.segments()).containsOnly(0);
    assertThat(batch.nextLabels()).isEmpty();
    assertThat(batch.nextLabelCount()).isZero();
    assertThat(batch.labelCount()).isPositive();
  }

  private static BatchAssembler bert(long seed) {
    Masking masking = new Masking(new MaskingConfig(0.3, 20, seed), 100, 6, SPECIAL);
    return new BatchAssembler(ExampleKind.MASKED_LANGUAGE_MODEL, 64, masking);
  }

  private static WorkerExamples.Drawn drawn(Example example, long epoch) {
    return new WorkerExamples.Drawn(example, epoch);
  }
}
