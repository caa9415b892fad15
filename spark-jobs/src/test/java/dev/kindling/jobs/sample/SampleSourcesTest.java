package dev.kindling.jobs.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

class SampleSourcesTest {
  @Test
  void shouldNameTheSameArtifactsAsThePomThatFetchesThem() throws IOException {
    String pom = Files.readString(Path.of("../scripts/sample-corpus.xml"));

    assertThat(Jsoup.parse(pom, Parser.xmlParser()).select("artifactItem"))
        .extracting(SampleSourcesTest::coordinates)
        .containsExactlyElementsOf(
            SampleSources.PINNED.artifacts().stream().map(SampleArtifact::coordinates).toList());
  }

  @Test
  void shouldPinEveryChecksum() {
    assertThat(SampleSources.PINNED.artifacts())
        .hasSizeGreaterThan(2)
        .allSatisfy(artifact -> assertThat(artifact.sha256()).matches("[0-9a-f]{64}"));
  }

  private static String coordinates(Element item) {
    String type = item.select("type").text();
    String classifier = item.select("classifier").text();
    return item.select("groupId").text()
        + ":"
        + item.select("artifactId").text()
        + ":"
        + item.select("version").text()
        + ":"
        + (type.isEmpty() ? "jar" : type)
        + (classifier.isEmpty() ? "" : ":" + classifier);
  }
}
