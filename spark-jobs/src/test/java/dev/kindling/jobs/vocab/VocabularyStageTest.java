package dev.kindling.jobs.vocab;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.tokenizer.learn.LearnerOptions;
import dev.kindling.tokenizer.learn.WordCounts;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

final class VocabularyStageTest {
  @Test
  void shouldNameTheKeysWhenTheAlphabetDoesNotFit() {
    WordCounts counts = new WordCounts();
    for (int letter = 0; letter < 100; letter++) {
      counts.add(Character.toString(0x4e00 + letter), 1);
    }

    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(() -> VocabularyStage.learn(new LearnerOptions(64, 1, 1000), counts))
        .withMessageContaining("vocab.size = 64, vocab.alphabet-limit = 1000: ")
        .satisfies(e -> Assertions.assertThat(e.code()).isEqualTo(ExitCode.USAGE));
  }
}
