package dev.kindling.corpus.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.Document;
import dev.kindling.corpus.Quarantined;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every reader over hundreds of damaged files, always the same ones. What must hold of each: no
 * exception; an end; every result is a sound document or says what is wrong; no two results share a
 * place, and so an id; the memory taken does not depend on what the file claims about itself.
 */
class MalformedInputTest {
  private static final int OF_EACH_KIND = 20; // of eleven kinds: 220 files a reader
  private static final long SEED = 4;

  private static final ReadLimits LIMITS = new ReadLimits(1 << 18, 200, 1 << 17, 100, 10);

  /** Buffers, the parsers' tables, and some copies of a record that is as long as it may be. */
  private static final long MAX_ALLOCATED_BYTES = 64 << 20;

  /** Of bzip2: each header asks for one. */
  private static final long BYTES_OF_A_DECODER = 8 << 20;

  static List<Sample> samples() {
    return Sample.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void shouldReadOrQuarantineWhateverIsDamaged(Sample sample) {
    List<byte[]> files = sample.damaged(OF_EACH_KIND, SEED);
    assertThat(files).hasSizeGreaterThanOrEqualTo(200);
    int number = 0;
    for (byte[] file : files) {
      check(sample, file, "%s, damaged file %d".formatted(sample, number++));
    }
  }

  /** Else the damage would prove nothing. */
  @ParameterizedTest
  @MethodSource("samples")
  void shouldReadTheSoundFile(Sample sample) {
    assertThat(Warcs.read(sample.format(), "f", sample.file()))
        .isNotEmpty()
        .allMatch(ReadResult.Accepted.class::isInstance);
  }

  private static void check(Sample sample, byte[] file, String what) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Set<Long> offsets = new HashSet<>();
    int results = 0;
    try (DocumentReader reader =
        DocumentReader.open(sample.format(), "in/f", new ByteArrayInputStream(file), LIMITS)) {
      while (reader.hasNext()) {
        assertThat(offsets.add(offset(reader.next(), what))).as(what).isTrue();
        results++;
      }
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
    assertThat(results).as(what).isBetween(1, file.length + 1);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as("bytes allocated for " + what)
        .isLessThan(MAX_ALLOCATED_BYTES + results * BYTES_OF_A_DECODER);
  }

  /** Checks a result; gives its place. */
  private static long offset(ReadResult result, String what) {
    if (result instanceof ReadResult.Accepted accepted) {
      Document document = accepted.document();
      assertThat(document.text()).as(what).isNotBlank();
      assertThat(document.text().chars().filter(c -> c < ' ' && c != '\n')).as(what).isEmpty();
      assertThat(document.id()).as(what).isEqualTo(Document.id("in/f", document.offset()));
      return document.offset();
    }
    Quarantined quarantined = ((ReadResult.Rejected) result).quarantined();
    assertThat(quarantined.reason()).as(what).matches("[a-z0-9-]+");
    assertThat(quarantined.detail()).as(what).isNotBlank().hasSizeLessThan(500);
    assertThat(quarantined.sha256()).as(what).matches("[0-9a-f]{64}");
    return quarantined.offset();
  }
}
