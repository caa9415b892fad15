package dev.kindling.benchmarks.corpus;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import dev.kindling.benchmarks.JsonLines;
import dev.kindling.examples.ExampleKind;
import dev.kindling.tokenizer.Vocabulary;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * The heap that building BERT examples takes.
 *
 * @param row {@code examples}
 * @param variant whether the input is many documents or one
 * @param megabytes of text
 * @param heapLimitMib {@code -Xmx} of the process
 * @param peakHeapMib largest use of the heap right after a garbage collection
 * @param examples built
 */
record ExamplesMemory(
    String row,
    String variant,
    double megabytes,
    long heapLimitMib,
    double peakHeapMib,
    long examples) {
  private static final int HEAP_LIMIT_MIB = 512;
  private static final long SEED = 8;
  private static final int WORDS_PER_DOCUMENT = 1_000;

  /** Measures in a process with a small heap. */
  static ExamplesMemory inProcess(int megabytes, boolean oneDocument)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + HEAP_LIMIT_MIB + "m",
            "-Xms32m", // grown as far as needed, no further
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ExamplesMemory.class.getName(),
            Integer.toString(megabytes),
            Boolean.toString(oneDocument));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String[] figures =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .strip()
            .split(" ");
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          "%d MB of text do not become examples within %d MiB of heap: status %d"
              .formatted(megabytes, HEAP_LIMIT_MIB, process.exitValue()));
    }
    return new ExamplesMemory(
        ExamplesRow.NAME,
        oneDocument ? "memory-one-document" : "memory-many-documents",
        megabytes,
        HEAP_LIMIT_MIB,
        Double.parseDouble(figures[0]),
        Long.parseLong(figures[1]));
  }

  /** The process: prints the peak in MiB and the number of examples. */
  public static void main(String[] arguments) throws IOException {
    AtomicLong peak = watchHeap();
    long bytes = Long.parseLong(arguments[0]) * 1_000_000;
    boolean oneDocument = Boolean.parseBoolean(arguments[1]);
    SyntheticText texts = new SyntheticText(SEED);
    Vocabulary vocabulary = ExamplesWork.vocabulary(texts.documents(4_000_000));
    Path shard = Files.createTempFile("kindling-benchmark-", ".bin");
    try {
      ExamplesWork work = new ExamplesWork(ExampleKind.MASKED_LANGUAGE_MODEL, vocabulary, shard);
      if (oneDocument) {
        String page = texts.document(WORDS_PER_DOCUMENT) + "\n";
        work.add("long", page.repeat((int) (bytes / page.length())));
      } else {
        for (long done = 0; done < bytes; ) {
          String text = texts.document(WORDS_PER_DOCUMENT);
          work.add("document-" + done, text);
          done += text.length();
        }
      }
      long examples = work.finish();
      System.gc(); // so that there is one collection at least
      System.out.println(JsonLines.rounded(peak.get() / 1048576.0, 1) + " " + examples);
    } finally {
      Files.delete(shard);
    }
  }

  /** The largest use of the heap after any collection so far, in bytes. */
  private static AtomicLong watchHeap() {
    AtomicLong peak = new AtomicLong();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, nothing) -> {
                CompositeData data = (CompositeData) notification.getUserData();
                GcInfo collection = GarbageCollectionNotificationInfo.from(data).getGcInfo();
                long used = 0;
                for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
                  if (pool.getType() == MemoryType.HEAP) {
                    used += collection.getMemoryUsageAfterGc().get(pool.getName()).getUsed();
                  }
                }
                peak.accumulateAndGet(used, Math::max);
              },
              null,
              null);
    }
    return peak;
  }
}
