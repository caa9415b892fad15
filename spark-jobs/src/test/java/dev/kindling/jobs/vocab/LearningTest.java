package dev.kindling.jobs.vocab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.stage.Console;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.learn.Join;
import dev.kindling.tokenizer.learn.LearnerOptions;
import dev.kindling.tokenizer.learn.WordCounts;
import dev.kindling.tokenizer.learn.WordPieceLearner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LearningTest {
  private static final LearnerOptions OPTIONS = new LearnerOptions(150, 1, 100);

  @TempDir Path work;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final List<Join> joins = new ArrayList<>();
  private final WordCounts counts = new WordCounts();
  private Vocabulary expected;

  @BeforeEach
  void learnWithoutInterruption() {
    for (int number = 0; number < 2000; number += 7) {
      counts.add(Integer.toBinaryString(number * number), 1 + number % 5);
    }
    expected =
        new WordPieceLearner(OPTIONS)
            .learn(counts, List.of(), (join, count, pieces) -> joins.add(join));
  }

  @Test
  void shouldGoOnFromTheJoinsOfAnInterruptedLearner() throws IOException {
    file().write(joins.subList(0, joins.size() / 2));

    assertThat(learn(OPTIONS).toBytes()).isEqualTo(expected.toBytes());
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo("vocab: goes on after %d pairs that were joined before%n", joins.size() / 2);
    assertThat(work.resolve(".learning")).doesNotExist();
  }

  @Test
  void shouldKeepJoinsAndGiveThemBack() throws IOException {
    file().write(joins);

    assertThat(file().read()).isEqualTo(joins);
  }

  @Test
  void shouldBeginAnewWhereTheKeptJoinsAreDamaged() throws IOException {
    file().write(joins);
    Path kept = work.resolve(".learning/f00d");
    byte[] whole = Files.readAllBytes(kept);
    for (int length : new int[] {0, 10, 64, whole.length - 1}) {
      Files.write(kept, java.util.Arrays.copyOf(whole, length));
      assertThat(file().read()).isEmpty();
    }
    whole[70] ^= 1;
    Files.write(kept, whole);

    assertThat(learn(OPTIONS).toBytes()).isEqualTo(expected.toBytes());
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void shouldNameTheKeysWhenTheAlphabetDoesNotFit() {
    for (int letter = 0; letter < 100; letter++) {
      counts.add(Character.toString(0x4e00 + letter), 1);
    }

    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(() -> learn(new LearnerOptions(64, 1, 1000)))
        .withMessageContaining("vocab.size = 64, vocab.alphabet-limit = 1000: ")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE));
  }

  private Vocabulary learn(LearnerOptions options) throws IOException {
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    return new Learning(options, file(), console).learn(counts);
  }

  private JoinsFile file() throws IOException {
    return new JoinsFile(new Workspace(work.toString(), new Configuration()), "f00d");
  }
}
