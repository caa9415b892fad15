package dev.kindling.jobs.sample;

import java.util.List;
import java.util.stream.Stream;

/**
 * The texts of the sample corpus, pinned. {@code scripts/sample-corpus.xml} names the same
 * artifacts for Maven; a test keeps the two lists equal.
 *
 * @param books manuals, unpacked as files
 * @param sites documentation sites, packed as WARC files
 */
record SampleSources(List<Book> books, List<SampleArtifact> sites) {

  /**
   * A manual inside an artifact.
   *
   * @param artifact where it comes from
   * @param folder its folder below {@code books/}
   * @param root its folder inside the artifact, ending in a slash
   * @param plainText whether its HTML pages become plain text
   * @param chapters CSS selector of the chapters where one page holds the whole book, else empty
   */
  record Book(
      SampleArtifact artifact, String folder, String root, boolean plainText, String chapters) {}

  private static final String APACHE = "Apache-2.0";

  static final SampleSources PINNED =
      new SampleSources(
          List.of(
              new Book(
                  new SampleArtifact(
                      "org.eclipse.jetty",
                      "jetty-documentation",
                      "9.4.54.v20240208",
                      "html",
                      "zip",
                      "87dacd3e196aa7fcfd5e93a3ec021bdae828d5390f398ef292184de7998aeb3c",
                      "Apache-2.0 OR EPL-1.0",
                      "2024-02-08"),
                  "jetty",
                  "9.4.54.v20240208/",
                  true,
                  "div.sect1"),
              new Book(
                  new SampleArtifact(
                      "org.apache.tomcat",
                      "tomcat",
                      "9.0.85",
                      "",
                      "zip",
                      "7c8c1df50c7ee0258f074dae74069cc89fbd631fb60f817bff209b5ed29aeffa",
                      APACHE,
                      "2024-01-05"),
                  "tomcat",
                  "apache-tomcat-9.0.85/webapps/docs/",
                  false,
                  "")),
          List.of(
              javadoc(
                  "org.apache.commons",
                  "commons-math3",
                  "3.6.1",
                  "10ed884e29ca17cb59d6940a49e6ffe72b87a59078c53f07c2a173ed325bca34",
                  "2016-03-17"),
              javadoc(
                  "org.apache.commons",
                  "commons-lang3",
                  "3.14.0",
                  "8ff9b01323bc636012d0140034c2ed00a00a3f754e32c6640f90680686dd3603",
                  "2023-10-06"),
              javadoc(
                  "com.google.guava",
                  "guava",
                  "33.0.0-jre",
                  "17d2a6896bb7fa00cdfcff24a4bede2c32b82d30c65c885d1bb419e49574f89f",
                  "2023-12-18"),
              javadoc(
                  "joda-time",
                  "joda-time",
                  "2.12.7",
                  "55e1d3ab828c2c0eef55fcd11921119db31fc314f42d336c2c97e3590f1bb00d",
                  "2024-02-04"),
              javadoc(
                  "org.springframework",
                  "spring-context",
                  "5.3.31",
                  "1efb3021db4889280e8f6638ac4e576e11f17b5b16f0957580de82079fd8c462",
                  "2023-11-16"),
              javadoc(
                  "org.springframework",
                  "spring-core",
                  "5.3.31",
                  "4ec73bc48a768b0d7b983dd678a2325d8da402035e8a1dfc44fc6f8c67742c71",
                  "2023-11-16")));

  private static SampleArtifact javadoc(
      String group, String name, String version, String sha256, String published) {
    return new SampleArtifact(group, name, version, "javadoc", "jar", sha256, APACHE, published);
  }

  /** Every artifact, books first. */
  List<SampleArtifact> artifacts() {
    return Stream.concat(books.stream().map(Book::artifact), sites.stream()).toList();
  }
}
