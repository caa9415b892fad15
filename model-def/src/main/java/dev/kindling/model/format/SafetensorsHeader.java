package dev.kindling.model.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses the JSON header of a safetensors file and checks every rule of the format. */
final class SafetensorsHeader {

  /** Where one tensor's bytes stand, relative to the data section. */
  record Entry(String name, String type, List<Long> shape, long begin, long end) {}

  private static final Map<String, Integer> BYTES_BY_TYPE =
      Map.ofEntries(
          Map.entry("BOOL", 1),
          Map.entry("U8", 1),
          Map.entry("I8", 1),
          Map.entry("F8_E4M3", 1),
          Map.entry("F8_E5M2", 1),
          Map.entry("U16", 2),
          Map.entry("I16", 2),
          Map.entry("F16", 2),
          Map.entry("BF16", 2),
          Map.entry("U32", 4),
          Map.entry("I32", 4),
          Map.entry("F32", 4),
          Map.entry("U64", 8),
          Map.entry("I64", 8),
          Map.entry("F64", 8));

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private final String origin;

  private SafetensorsHeader(String origin) {
    this.origin = origin;
  }

  /**
   * The tensors in the order of their bytes.
   *
   * @param header the JSON text's bytes
   * @param dataBytes size of the data section
   * @param origin the file's name, for messages
   * @throws IOException if a rule is broken; the message names file, tensor and rule
   */
  static Map<String, Entry> parse(byte[] header, long dataBytes, String origin) throws IOException {
    return new SafetensorsHeader(origin).parse(header, dataBytes);
  }

  private Map<String, Entry> parse(byte[] header, long dataBytes) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : json(header).properties()) {
      if (field.getKey().equals(SafetensorsFile.METADATA)) {
        checkMetadata(field.getValue());
      } else {
        entries.add(entry(field.getKey(), field.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    Map<String, Entry> tensors = new LinkedHashMap<>();
    long reached = 0;
    for (Entry entry : entries) {
      if (entry.begin() != reached) {
        String rule = entry.begin() < reached ? "overlaps the one before it" : "follows a hole";
        throw broken(
            entry.name(),
            "begins at byte %d, not at %d: it %s".formatted(entry.begin(), reached, rule));
      }
      reached = entry.end();
      tensors.put(entry.name(), entry);
    }
    if (reached != dataBytes) {
      throw broken(
          "the tensors take %d bytes, the data section has %d".formatted(reached, dataBytes));
    }
    return tensors;
  }

  private JsonNode json(byte[] header) throws IOException {
    if (header.length == 0 || header[0] != '{') {
      throw broken("the header does not start with '{'");
    }
    try {
      // decoded here: Jackson would take some broken headers for UTF-16 or UTF-32
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
      return JSON.readTree(text);
    } catch (CharacterCodingException e) {
      throw new IOException(origin + ": the header is not valid UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new IOException(
          origin + ": the header is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  private void checkMetadata(JsonNode metadata) throws IOException {
    if (!metadata.isObject()) {
      throw broken("%s is not an object".formatted(SafetensorsFile.METADATA));
    }
    for (Map.Entry<String, JsonNode> field : metadata.properties()) {
      if (!field.getValue().isTextual()) {
        throw broken("%s.%s is not a string".formatted(SafetensorsFile.METADATA, field.getKey()));
      }
    }
  }

  private Entry entry(String name, JsonNode node) throws IOException {
    if (!node.isObject()) {
      throw broken(name, "its entry is not an object");
    }
    String type = node.path("dtype").asText();
    Integer bytesPerElement = BYTES_BY_TYPE.get(type);
    if (bytesPerElement == null) {
      throw broken(name, "unknown dtype %s".formatted(node.path("dtype")));
    }
    List<Long> shape = sizes(name, node, "shape");
    List<Long> offsets = sizes(name, node, "data_offsets");
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw broken(name, "data_offsets %s are not a begin and an end".formatted(offsets));
    }
    long bytes = bytesPerElement;
    try {
      for (long size : shape) {
        bytes = Math.multiplyExact(bytes, size);
      }
    } catch (ArithmeticException e) {
      throw broken(name, "shape %s has more elements than can be counted".formatted(shape));
    }
    if (bytes != offsets.get(1) - offsets.get(0)) {
      throw broken(
          name,
          "%s of shape %s takes %d bytes, not data_offsets %s"
              .formatted(type, shape, bytes, offsets));
    }
    return new Entry(name, type, shape, offsets.get(0), offsets.get(1));
  }

  private List<Long> sizes(String name, JsonNode node, String key) throws IOException {
    JsonNode array = node.path(key);
    List<Long> sizes = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isIntegralNumber() || !element.canConvertToLong() || element.asLong() < 0) {
        throw broken(name, "%s %s must hold whole numbers of at least 0".formatted(key, array));
      }
      sizes.add(element.asLong());
    }
    if (!array.isArray()) {
      throw broken(name, "%s is not an array".formatted(key));
    }
    return List.copyOf(sizes);
  }

  private IOException broken(String tensor, String rule) {
    return broken("tensor " + tensor + ": " + rule);
  }

  private IOException broken(String rule) {
    return new IOException(origin + ": " + rule);
  }
}
