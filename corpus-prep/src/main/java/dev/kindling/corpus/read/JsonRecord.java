package dev.kindling.corpus.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.kindling.corpus.Deadline;
import dev.kindling.corpus.extract.TextNormalizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Takes the text out of one line of JSON. */
final class JsonRecord {
  private static final int BYTE_ORDER_MARK = 0xfeff;

  private final ReadOptions options;
  private final JsonFactory factory;

  JsonRecord(ReadLimits limits, ReadOptions options) {
    this.options = options;
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxStringLength((int) limits.maxRecordBytes())
                    .maxNestingDepth(limits.maxHtmlDepth())
                    .build())
            .build();
  }

  ReadResult decode(Place place, byte[] line, Deadline deadline) {
    String json;
    try {
      json = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      return place.rejected("invalid-utf-8", "the line is not valid UTF-8", line);
    }
    if (place.offset() == 0 && !json.isEmpty() && json.charAt(0) == BYTE_ORDER_MARK) {
      json = json.substring(1);
    }
    try (JsonParser parser = factory.createParser(json)) {
      return read(place, parser, line, deadline);
    } catch (DamagedInputException e) {
      return place.rejected(e, line);
    } catch (IOException e) {
      return place.rejected("malformed-json", firstLine(e), line);
    }
  }

  private ReadResult read(Place place, JsonParser parser, byte[] line, Deadline deadline)
      throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new DamagedInputException("malformed-json", "the line is no JSON object");
    }
    String text = null;
    boolean found = false;
    String uri = place.uri();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      deadline.check();
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals(options.textColumn())) {
        found = true;
        text = value == JsonToken.VALUE_STRING ? parser.getText() : null;
      }
      if (name.equals(options.uriColumn())
          && value.isScalarValue()
          && !parser.getText().isBlank()) {
        uri = value == JsonToken.VALUE_NULL ? uri : parser.getText();
      }
      parser.skipChildren();
    }
    if (parser.nextToken() != null) {
      throw new DamagedInputException("malformed-json", "more text follows the JSON object");
    }
    if (text == null) {
      throw new DamagedInputException(
          "no-text",
          found
              ? "the value of \"%s\" is no string".formatted(options.textColumn())
              : "there is no \"%s\"".formatted(options.textColumn()));
    }
    deadline.check();
    Place named = new Place(place.source(), place.offset(), uri);
    String normalized = TextNormalizer.normalize(text);
    return normalized.isEmpty()
        ? named.rejected("empty", "there is no text", line)
        : named.accepted(normalized);
  }

  /** Jackson's further lines tell where in its input that was, which the offset does better. */
  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
