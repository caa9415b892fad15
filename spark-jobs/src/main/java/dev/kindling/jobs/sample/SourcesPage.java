package dev.kindling.jobs.sample;

import java.util.Locale;

/** Writes SOURCES.md: where the sample corpus comes from and under which licences. */
final class SourcesPage {
  private SourcesPage() {}

  static String of(SampleSources sources, SampleCount count) {
    StringBuilder page = new StringBuilder();
    page.append(
        String.format(
            Locale.ROOT,
            """
            # Sources of the sample corpus

            %,d documents with %.1f MB of text, made by `scripts/fetch-sample-corpus` from published Maven artifacts whose
            checksums were verified. The texts belong to their authors and stay under the licences below.

            | used as | artifact | licence | published | sha256 |
            |---|---|---|---|---|
            """,
            count.documents(),
            count.characters() / 1e6));
    sources
        .books()
        .forEach(book -> page.append(row("books/" + book.folder() + "/", book.artifact())));
    sources
        .sites()
        .forEach(
            site ->
                page.append(row("web/" + site.name() + "-" + site.version() + ".warc.gz", site)));
    page.append(
        """

        - Files of `books/` are the publisher's own where they are HTML. A manual that comes as one page is cut
          into its chapters, and Kindling's own text extraction makes plain text of them.
        - The WARC files hold the pages of javadoc sites with at least 1,500 characters of text; indexes, trees and source
          listings are left out. Nothing was crawled: the addresses use the reserved host `javadoc.example`, and the dates
          are the days of publication.
        """);
    return page.toString();
  }

  private static String row(String use, SampleArtifact artifact) {
    return "| `%s` | `%s` | %s | %s | `%s` |%n"
        .formatted(
            use,
            artifact.coordinates(),
            artifact.licence(),
            artifact.published(),
            artifact.sha256())
        .replace("\r\n", "\n");
  }
}
