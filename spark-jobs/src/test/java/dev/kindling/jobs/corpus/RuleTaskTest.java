package dev.kindling.jobs.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.filter.Rules;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;

final class RuleTaskTest {
  private static final RuleFiles NO_FILES = new RuleFiles(Map.of());

  @Test
  void shouldDropADocumentByRuleWithValueAndThreshold() {
    Row row = judge("Too few words.", Map.of("length", Map.of("minimum-words", 50.0)));

    assertThat(row.<String>getAs("reason")).isEqualTo("length.minimum-words");
    assertThat(row.<Double>getAs("value")).isEqualTo(3.0);
    assertThat(row.<Double>getAs("threshold")).isEqualTo(50.0);
    assertThat(row.<String>getAs("text")).isNull();
  }

  @Test
  void shouldKeepATextWithItsHashAndCodePoints() {
    Row row = judge("a𝄞", Map.of());

    assertThat(row.<String>getAs("reason")).isNull();
    assertThat(row.<String>getAs("text")).isEqualTo("a𝄞");
    assertThat(row.<String>getAs("hash")).isNotEmpty();
    assertThat(row.<Long>getAs("characters")).isEqualTo(2);
  }

  @Test
  void shouldDropATextOfWhiteSpaceWhateverTheRulesAre() {
    assertThat(judge(" \n", Map.of()).<String>getAs("reason")).isEqualTo("empty-text");
  }

  @Test
  void shouldRecordEachEdit() {
    Row row = judge("Write to me@mail.invalid now.", Map.of("email-addresses", Map.of()));

    Row edit = (Row) row.<Object[]>getAs("edits")[0];
    assertThat(row.<String>getAs("text")).isEqualTo("Write to email@example.com now.");
    assertThat(edit.getLong(1)).isEqualTo(9);
    assertThat(edit.getString(2)).isEqualTo("me@mail.invalid");
    assertThat(edit.getString(3)).isEqualTo("email@example.com");
  }

  @Test
  void shouldPassQuarantinedRecordsOn() {
    Row record =
        row(
            CorpusTables.RECORDS,
            "id",
            "in/a",
            7L,
            "in/a",
            null,
            null,
            null,
            0L,
            0L,
            "truncated",
            "why",
            "00ff",
            true);

    Row row = withSchema(RuleTask.judge(record, Rules.of(Map.of(), NO_FILES)));

    assertThat(row.<String>getAs("reason")).isEqualTo("truncated");
    assertThat(row.<String>getAs("detail")).isEqualTo("why");
    assertThat(row.<String>getAs("sha256")).isEqualTo("00ff");
  }

  private static Row judge(String text, Map<String, Map<String, Object>> rules) {
    Row record =
        row(
            CorpusTables.RECORDS,
            "id",
            "in/a",
            0L,
            "in/a",
            text,
            null,
            null,
            0L,
            0L,
            null,
            null,
            null,
            false);
    return withSchema(RuleTask.judge(record, Rules.of(rules, NO_FILES)));
  }

  private static Row row(org.apache.spark.sql.types.StructType columns, Object... values) {
    return new GenericRowWithSchema(values, columns);
  }

  private static Row withSchema(Row row) {
    Object[] values = new Object[row.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return new GenericRowWithSchema(values, CorpusTables.JUDGED);
  }
}
