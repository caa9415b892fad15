package dev.kindling.tokenizer.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.tokenizer.TokenizerFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  @Test
  void shouldReadEveryKindOfValue() {
    assertThat(read(" {\"a\" : [1, -0, 2.5, 1e3, true, false, null, \"x\"], \"b\":{}, \"c\":[]}\n"))
        .isEqualTo(
            Map.of(
                "a",
                Arrays.asList(1L, 0L, 2.5, 1000.0, true, false, null, "x"),
                "b",
                Map.of(),
                "c",
                List.of()));
    assertThat(read("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(read("9223372036854775808")).isEqualTo(0x1p63);
    assertThat(read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00é\""))
        .isEqualTo("\"\\/\b\f\n\r\té😀é");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "[1 2]",
        "01",
        "+1",
        "1.",
        ".5",
        "1e",
        "-",
        "NaN",
        "nul",
        "tru",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u１２３４\"",
        "\"a\nb\"",
        "1 2",
        "// c\n1",
        "'a'",
        "{\"a\":1,\"a\":2}",
        "]"
      })
  void shouldRejectWhatIsNotJson(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessageStartingWith("t.json is not valid JSON: line ");
  }

  @Test
  void shouldNameThePlace() {
    assertThatThrownBy(() -> read("{\n  \"a\": tru\n}"))
        .hasMessage("t.json is not valid JSON: line 2, column 8: expected a value");
    assertThatThrownBy(() -> read("{\"a\": 1, \"a\": 2}"))
        .hasMessageContaining("\"a\" comes twice");
    assertThatThrownBy(() -> read("[".repeat(100_000))).hasMessageContaining("nested deeper");
    assertThatThrownBy(() -> JsonReader.read(new byte[] {'"', (byte) 0xC3, '"'}, "t.json"))
        .hasMessage("t.json is not UTF-8 text: byte 0xC3 at offset 1 belongs to no character");
    assertThatThrownBy(() -> read("\uFEFF1"))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessageStartingWith("t.json begins with a byte-order mark (EF BB BF). Save it");
  }

  @Test
  void shouldReadWhatTheWriterWrites() {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      Object value = value(random, 4);
      assertThat(read(JsonWriter.write(value))).isEqualTo(value);
    }
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> random.nextGaussian();
      case 4 -> string(random);
      case 5 -> {
        List<Object> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(value(random, depth - 1));
        }
        yield elements;
      }
      default -> {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          members.put(string(random), value(random, depth - 1));
        }
        yield members;
      }
    };
  }

  private static String string(Random random) {
    StringBuilder string = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      string.appendCodePoint(
          random.nextBoolean() ? random.nextInt(0x80) : 0xE000 + random.nextInt(0x20000));
    }
    return string.toString();
  }

  private static Object read(String text) {
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8), "t.json");
  }
}
