package dev.kindling.benchmarks.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangeRowTest {
  @Test
  void shouldTakeTheMedianOfAllRoundsButTheFirst() throws JsonProcessingException {
    ExchangeCase way = new ExchangeCase("round/spark/fp16", "spark", "fp16", false);

    ExchangeRow row = ExchangeRow.of(way, rounds(90, 3, 2, 5, 4), 4, 2, 4000);

    assertThat(row)
        .isEqualTo(new ExchangeRow("round/spark/fp16", 4, 2, 4, 500, 3.5, 2, 571.4, 4000, 0.5));
  }

  private static List<JsonNode> rounds(int... seconds) throws JsonProcessingException {
    List<JsonNode> rounds = new ArrayList<>();
    for (int s : seconds) {
      String line = "{\"sync_seconds\": %d, \"sync_bytes\": 500000000}".formatted(s);
      rounds.add(new ObjectMapper().readTree(line));
    }
    return rounds;
  }
}
