package dev.kindling.jobs.tokenize.spark;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.json.TokenizerJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The functions in SQL and on DataFrames, in tasks of this process and of executors. */
final class TokenizerCatalogIT {
  private static final int TEXTS = 500;

  @TempDir static Path folder;
  private static Tokenizer tokenizer;
  private static SparkSession spark;

  @BeforeAll
  static void startSpark() throws IOException {
    Vocabulary vocabulary =
        Vocabulary.of(
            Stream.concat(
                    Arrays.stream(SpecialToken.values()).map(SpecialToken::text),
                    Stream.of("the", "read", "##er", "##s", ".", "日"))
                .toList());
    TokenizerOptions options = TokenizerOptions.hf(true);
    tokenizer = Tokenizer.of(vocabulary, options);
    Files.write(
        folder.resolve("tokenizer.json"),
        TokenizerJson.write(vocabulary, options, TokenizerJson.Template.BERT));
    spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).getOrCreate();
    TokenizerCatalog.register(spark, "uncased", folder.toUri().toString());
    texts().createOrReplaceTempView("texts");
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @Test
  void shouldEncodeInSql() {
    List<Row> rows =
        spark
            .sql(
                "SELECT text, uncased.encode(text), uncased.pieces(text), uncased.count_tokens(text)"
                    + " FROM texts WHERE uncased.count_tokens(text) > 0")
            .collectAsList();

    assertThat(rows).hasSize(TEXTS);
    for (Row row : rows) {
      List<Integer> ids = Arrays.stream(tokenizer.encode(row.getString(0))).boxed().toList();
      assertThat(row.<Integer>getList(1)).isEqualTo(ids);
      assertThat(row.<String>getList(2))
          .isEqualTo(ids.stream().map(tokenizer.vocabulary()::piece).toList());
      assertThat(row.getInt(3)).isEqualTo(ids.size());
    }
  }

  @Test
  void shouldEncodeDataFrames() {
    long tokens =
        texts().collectAsList().stream()
            .mapToLong(row -> row.isNullAt(0) ? 0 : tokenizer.encode(row.getString(0)).length)
            .sum();

    Dataset<Row> encoded = texts().select(call_function("uncased.encode", col("text")).as("ids"));
    Dataset<Row> counted =
        texts().select(call_function("uncased.count_tokens", col("text")).as("n"));

    assertThat(
            encoded.selectExpr("sum(size(ids)) FILTER (WHERE ids IS NOT NULL)").first().getLong(0))
        .isEqualTo(tokens);
    assertThat(counted.agg(sum("n")).first().getLong(0)).isEqualTo(tokens);
    assertThat(counted.repartition(7).agg(sum("n")).first().getLong(0)).isEqualTo(tokens);
  }

  @Test
  void shouldGiveNullForNullAndNothingForNothing() {
    Row row =
        spark
            .sql(
                "SELECT uncased.encode(NULL), uncased.pieces(NULL), uncased.count_tokens(NULL),"
                    + " uncased.encode(''), uncased.count_tokens('')")
            .first();

    assertThat(Stream.of(0, 1, 2)).allMatch(row::isNullAt);
    assertThat(row.getList(3)).isEmpty();
    assertThat(row.getInt(4)).isZero();
  }

  @Test
  void shouldEncodeWithoutGeneratedCode() {
    spark.conf().set("spark.sql.codegen.wholeStage", false);
    spark.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    try {
      assertThat(spark.sql("SELECT sum(uncased.count_tokens(text)) FROM texts").first().getLong(0))
          .isPositive();
    } finally {
      spark.conf().unset("spark.sql.codegen.wholeStage");
      spark.conf().unset("spark.sql.codegen.factoryMode");
    }
  }

  @Test
  void shouldListItsFunctions() {
    assertThat(spark.sql("SHOW USER FUNCTIONS IN uncased").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("uncased.encode", "uncased.pieces", "uncased.count_tokens");
  }

  @Test
  void shouldRefuseWhatItCannotDo() throws IOException {
    assertThatThrownBy(() -> spark.sql("SELECT uncased.encode(1)"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("encode takes one string, got (int)");
    assertThatThrownBy(() -> spark.sql("SELECT uncased.encode('a', 'b')"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("got (string, string)");
    assertThatThrownBy(() -> spark.sql("SELECT uncased.split('a')"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("split");

    TokenizerCatalog.register(spark, "missing", folder.resolve("nowhere").toString());
    assertThatThrownBy(() -> spark.sql("SELECT missing.encode('a')"))
        .hasMessageContaining("spark.sql.catalog.missing.tokenizer = ")
        .hasMessageContaining("nowhere");
    Path damaged = Files.writeString(folder.resolve("damaged.json"), "{");
    TokenizerCatalog.register(spark, "damaged", damaged.toString());
    assertThatThrownBy(() -> spark.sql("SELECT damaged.encode('a')"))
        .hasMessageStartingWith("spark.sql.catalog.damaged.tokenizer: " + damaged);
    spark.conf().set("spark.sql.catalog.unset", TokenizerCatalog.class.getName());
    assertThatThrownBy(() -> spark.sql("SELECT unset.encode('a')"))
        .hasMessageContaining("spark.sql.catalog.unset.tokenizer is missing");
  }

  @Test
  void shouldEncodeOnExecutorsThatKnowTheJarAlone() throws Exception {
    List<String> texts = texts().where("text IS NOT NULL").as(Encoders.STRING()).collectAsList();
    Path input = Files.write(folder.resolve("texts.txt"), texts);
    Path output = folder.resolve("encoded");

    Path printed = folder.resolve("printed.txt");
    Process process = submit(printed, input.toString(), output.toString());
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();

    assertThat(process.exitValue()).as(Files.readString(printed)).isZero();
    List<Row> rows = spark.read().json(output.toString()).collectAsList();
    assertThat(rows).hasSameSizeAs(texts);
    for (Row row : rows) {
      assertThat(row.<Long>getList(row.fieldIndex("ids")))
          .isEqualTo(
              Arrays.stream(tokenizer.encode(row.getAs("text"))).asLongStream().boxed().toList());
    }
  }

  /** Submits {@link EncodeApplication} as a user does: its jar, ours, and two lines of config. */
  private static Process submit(Path printed, String... arguments) throws IOException {
    Path repository = Path.of("").toAbsolutePath().getParent();
    Path home = repository.resolve("cluster-configs/local/target/spark-home");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
    command.addAll(List.of("-cp", home + "/jars/*", "org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--master", "local-cluster[2,1,1024]"));
    command.addAll(List.of("--class", EncodeApplication.class.getName()));
    command.addAll(
        List.of("--jars", repository.resolve("spark-jobs/target/kindling.jar").toString()));
    String catalog = "spark.sql.catalog.uncased";
    command.addAll(List.of("--conf", catalog + "=" + TokenizerCatalog.class.getName()));
    command.addAll(List.of("--conf", catalog + ".tokenizer=" + folder.resolve("tokenizer.json")));
    command.add(applicationJar().toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
    builder.directory(folder.toFile()); // workers write below it
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder.start();
  }

  private static Path applicationJar() throws IOException {
    Path jar = folder.resolve("application.jar");
    String name = EncodeApplication.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream in = EncodeApplication.class.getClassLoader().getResourceAsStream(name)) {
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
    }
    return jar;
  }

  /** Texts of many lengths, and a null. */
  private static Dataset<Row> texts() {
    List<String> texts = new ArrayList<>();
    texts.add(null);
    for (int i = 0; i < TEXTS; i++) {
      texts.add("The reader reads ünd 日. ".repeat(i % 40) + i);
    }
    return spark.createDataset(texts, Encoders.STRING()).repartition(3).toDF("text");
  }
}
