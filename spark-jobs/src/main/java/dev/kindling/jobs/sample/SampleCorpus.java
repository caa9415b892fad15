package dev.kindling.jobs.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.storage.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the sample corpus in a folder from the artifacts in its {@code artifacts/}: {@code books/},
 * {@code web/} and {@code SOURCES.md}. The corpus is complete when {@code .complete} holds the hash
 * of the pinned list, which is written last; until then a run starts over.
 */
public final class SampleCorpus {
  /** Raised when the same artifacts would give other files. */
  private static final String LAYOUT = "1";

  private final Path folder;
  private final SampleSources sources;

  SampleCorpus(Path folder, SampleSources sources) {
    this.folder = folder;
    this.sources = sources;
  }

  /**
   * Makes the sample corpus, or with {@code --state} says what stands in the way: {@code complete},
   * {@code ready} (all artifacts are there) or {@code missing}.
   *
   * @param args {@code [--state] DIR}
   */
  public static void main(String[] args) {
    boolean state = args.length == 2 && args[0].equals("--state");
    if (args.length != 1 && !state) {
      System.err.println("usage: scripts/fetch-sample-corpus DIR");
      System.exit(ExitCode.USAGE.status());
    }
    SampleCorpus corpus = new SampleCorpus(Path.of(args[args.length - 1]), SampleSources.PINNED);
    try {
      if (state) {
        System.out.println(corpus.state());
      } else {
        corpus.make(System.out);
      }
    } catch (KindlingException e) {
      System.err.println(e.getMessage());
      System.exit(e.code().status());
    } catch (IOException e) {
      System.err.println("The sample corpus could not be written to " + corpus.folder + ": " + e);
      System.exit(ExitCode.BAD_DATA.status());
    }
  }

  String state() throws IOException {
    if (isComplete()) {
      return "complete";
    }
    return missing().isEmpty() ? "ready" : "missing";
  }

  /**
   * Verifies the artifacts and writes the corpus; does nothing if it is complete.
   *
   * @throws KindlingException with exit code 3 for a missing or altered artifact, or a folder that
   *     holds other work
   */
  void make(PrintStream log) throws IOException {
    if (isComplete()) {
      log.println("The sample corpus in " + folder + " is complete.");
      return;
    }
    checkFolder();
    checkArtifacts();
    Path staging = folder.resolve(".staging");
    delete(staging);
    Files.createDirectories(staging.resolve("books"));
    Files.createDirectories(staging.resolve("web"));
    SampleCount count = write(staging, log);
    Files.writeString(folder.resolve("SOURCES.md"), SourcesPage.of(sources, count));
    for (String part : List.of("books", "web")) {
      delete(folder.resolve(part));
      Files.move(staging.resolve(part), folder.resolve(part));
    }
    Files.delete(staging);
    Files.writeString(marker(), fingerprint() + "\n");
    log.printf(
        Locale.ROOT,
        "The sample corpus in %s holds %,d documents with %.1f MB of text; SOURCES.md names where they come from.%n",
        folder,
        count.documents(),
        count.characters() / 1e6);
  }

  private SampleCount write(Path staging, PrintStream log) throws IOException {
    SampleCount total = SampleCount.NONE;
    BookWriter books = new BookWriter(staging.resolve("books"));
    for (SampleSources.Book book : sources.books()) {
      try (SampleArchive archive = SampleArchive.open(path(book.artifact()))) {
        total = total.plus(logged(log, "books", book.artifact(), books.write(book, archive)));
      }
    }
    SiteWriter sites = new SiteWriter(staging.resolve("web"));
    for (SampleArtifact site : sources.sites()) {
      try (SampleArchive archive = SampleArchive.open(path(site))) {
        total = total.plus(logged(log, "web", site, sites.write(site, archive)));
      }
    }
    return total;
  }

  private static SampleCount logged(
      PrintStream log, String part, SampleArtifact artifact, SampleCount count) {
    log.printf(
        Locale.ROOT,
        "  %-5s  %-42s %,6d documents  %5.1f MB of text%n",
        part,
        artifact.name() + " " + artifact.version(),
        count.documents(),
        count.characters() / 1e6);
    return count;
  }

  /**
   * A folder that has books or pages, but no SOURCES.md, was filled by someone else and is left
   * alone.
   */
  private void checkFolder() {
    boolean ours = Files.exists(folder.resolve("SOURCES.md"));
    boolean filled = Files.exists(folder.resolve("books")) || Files.exists(folder.resolve("web"));
    if (filled && !ours) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          folder
              + " already has a books/ or web/ folder that the sample corpus did not make. Choose an empty folder.");
    }
  }

  private void checkArtifacts() throws IOException {
    List<SampleArtifact> missing = missing();
    if (!missing.isEmpty()) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          missing.stream()
              .map(artifact -> "\n  " + artifact.coordinates() + "  as  " + artifact.fileName())
              .collect(
                  Collectors.joining(
                      "",
                      missing.size()
                          + " of "
                          + sources.artifacts().size()
                          + " artifacts are not in "
                          + artifacts()
                          + ":",
                      "\nRun scripts/fetch-sample-corpus where Maven reaches its repositories, or copy the files there.")));
    }
    for (SampleArtifact artifact : sources.artifacts()) {
      String found = sha256(path(artifact));
      if (!found.equals(artifact.sha256())) {
        throw new KindlingException(
            ExitCode.BAD_DATA,
            path(artifact)
                + " has sha256 "
                + found
                + ", expected "
                + artifact.sha256()
                + ". Delete it, here and in the local Maven repository, and fetch again.");
      }
    }
  }

  private List<SampleArtifact> missing() {
    return sources.artifacts().stream()
        .filter(artifact -> !Files.isRegularFile(path(artifact)))
        .toList();
  }

  private boolean isComplete() throws IOException {
    return Files.isRegularFile(marker())
        && Files.readString(marker()).strip().equals(fingerprint());
  }

  private String fingerprint() {
    String pinned =
        sources.artifacts().stream()
            .map(artifact -> artifact.coordinates() + " " + artifact.sha256())
            .collect(Collectors.joining("\n", "layout " + LAYOUT + "\n", ""));
    return Sha256.of(pinned.getBytes(UTF_8));
  }

  private Path artifacts() {
    return folder.resolve("artifacts");
  }

  private Path path(SampleArtifact artifact) {
    return artifacts().resolve(artifact.fileName());
  }

  private Path marker() {
    return folder.resolve(".complete");
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in);
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
