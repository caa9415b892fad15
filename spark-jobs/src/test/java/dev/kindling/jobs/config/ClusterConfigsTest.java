package dev.kindling.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file below {@code cluster-configs} is read as its reader will read it. */
final class ClusterConfigsTest {
  private static final Path ROOT =
      Path.of("").toAbsolutePath().getParent().resolve("cluster-configs");
  private static final List<String> CLUSTERS = List.of("standalone", "yarn", "k8s");

  @TempDir Path folder;

  static List<Path> pipelines() throws IOException {
    return files(".yaml");
  }

  static List<Path> settings() throws IOException {
    return files(".conf");
  }

  @Test
  void shouldHaveAPipelineAndSettingsForEachKindOfCluster() {
    assertThat(ROOT.resolve("local/quickstart.yaml")).exists();
    assertThat(ROOT.resolve("local/spark-defaults.conf")).exists();
    for (String cluster : CLUSTERS) {
      for (String file :
          List.of("pipeline.yaml", "spark-defaults.conf", "preparation.conf", "training.conf")) {
        assertThat(ROOT.resolve(cluster).resolve(file)).exists();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pipelines")
  void shouldLoadEveryPipeline(Path file) {
    PipelineConfig config = ConfigLoader.load(file, List.of());

    assertThat(config.runs()).isNotEmpty();
    assertThat(ConfigLoader.parse(ConfigTree.yaml(config), "resolved", List.of()))
        .isEqualTo(config);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void shouldReadOnlySparkKeysWithValues(Path file) throws IOException {
    Properties settings = read(file);

    assertThat(settings).isNotEmpty();
    settings.forEach(
        (key, value) -> {
          assertThat((String) key)
              .startsWith("spark.")
              .doesNotContain("token"); // Spark would hide its value
          assertThat((String) value).as("%s", key).isNotBlank().isEqualTo(((String) value).trim());
        });
  }

  @ParameterizedTest
  @MethodSource("settings")
  void shouldLoadTheVectorModuleAndOpenWhatAeronNeedsOnDriverAndExecutors(Path file)
      throws IOException {
    if (!file.endsWith("spark-defaults.conf")) {
      return;
    }
    for (String process : List.of("driver", "executor")) {
      assertThat(read(file).getProperty("spark." + process + ".extraJavaOptions"))
          .contains("--add-modules=jdk.incubator.vector")
          .contains("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
    }
  }

  @Test
  void shouldAllocateDynamicallyForPreparationOnly() throws IOException {
    for (String cluster : CLUSTERS) {
      assertThat(dynamic(cluster, "preparation.conf")).as(cluster).isEqualTo("true");
      assertThat(dynamic(cluster, "training.conf")).as(cluster).isEqualTo("false");
      assertThat(dynamic(cluster, "spark-defaults.conf")).as(cluster).isNull();
    }
  }

  /** In Spark 3.5.5 that cipher loses every message after a connection's first (SPARK-56227). */
  @ParameterizedTest
  @MethodSource("settings")
  void shouldLeaveTheBrokenCipherAlone(Path file) throws IOException {
    assertThat(read(file)).doesNotContainKey("spark.network.crypto.cipher");
  }

  @Test
  void shouldAskForOneGpuATaskAndNameTheDiscoveryScript() throws IOException {
    for (String cluster : CLUSTERS) {
      Properties gpu = read(ROOT.resolve(cluster).resolve("training-gpu.conf"));
      assertThat(gpu).containsEntry("spark.task.resource.gpu.amount", "1");
      assertThat(gpu.getProperty("spark.executor.resource.gpu.discoveryScript"))
          .endsWith("/discover-gpus");
    }
  }

  @Test
  void shouldDiscoverGpus() throws Exception {
    Path tool = folder.resolve("nvidia-smi");
    Files.writeString(tool, "#!/bin/sh\nprintf '0\\n1\\n'\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder = new ProcessBuilder(ROOT.resolve("discover-gpus").toString());
    builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
    Process process = builder.start();

    String json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(json.trim()).isEqualTo("{\"name\": \"gpu\", \"addresses\": [\"0\",\"1\"]}");
  }

  private static String dynamic(String cluster, String file) throws IOException {
    return read(ROOT.resolve(cluster).resolve(file)).getProperty("spark.dynamicAllocation.enabled");
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    return properties;
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(
              path -> path.toString().endsWith(ending) && !path.toString().contains("target"))
          .sorted()
          .toList();
    }
  }
}
