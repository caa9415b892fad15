package dev.kindling.corpus.read;

import dev.kindling.corpus.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The pages and lists of an EPUB file, read in one pass. Only markup is kept, told by its first
 * character; pictures, fonts and sounds are unpacked and dropped. Names are keys of a map and never
 * reach a file system.
 */
final class EpubArchive {
  /** What an entry costs beside its bytes; bounds an archive of countless empty entries. */
  private static final int ENTRY_OVERHEAD_BYTES = 256;

  private final Map<String, byte[]> pages = new LinkedHashMap<>();
  private final MemberReader reader;
  private final ReadLimits limits;
  private final Deadline deadline;
  private final byte[] buffer = new byte[1 << 13];
  private long keptBytes;
  private long unpackedBytes;

  private EpubArchive(MemberReader reader, ReadLimits limits, Deadline deadline) {
    this.reader = reader;
    this.limits = limits;
    this.deadline = deadline;
  }

  static EpubArchive read(
      MemberReader reader, MemberStream in, ReadLimits limits, Deadline deadline)
      throws DamagedInputException {
    EpubArchive archive = new EpubArchive(reader, limits, deadline);
    try (ZipInputStream zip = new ZipInputStream(in, StandardCharsets.ISO_8859_1)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        archive.read(zip, name(entry.getName()));
      }
    } catch (DamagedInputException e) {
      throw e;
    } catch (EOFException e) {
      throw new DamagedInputException("truncated", "the zip file ends within an entry");
    } catch (ZipException | IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      boolean encrypted = message.toLowerCase(Locale.ROOT).contains("encrypted");
      throw new DamagedInputException(
          encrypted ? "encrypted" : "malformed-zip", "the zip file cannot be read: " + message);
    } catch (IOException e) {
      // Storage fails with an unchecked exception, so this is about the bytes.
      throw new DamagedInputException(
          "malformed-zip", "the zip file cannot be read: " + e.getMessage());
    }
    if (in.ended()) { // its directory stands behind the last entry
      throw new DamagedInputException("truncated", "the zip file ends without a directory");
    }
    return archive;
  }

  /** A page or list by its name in the archive. */
  Optional<byte[]> page(String name) {
    return Optional.ofNullable(pages.get(name));
  }

  /** The first one whose name ends so. */
  Optional<String> nameEnding(String end) {
    return pages.keySet().stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(end))
        .findFirst();
  }

  private void read(ZipInputStream zip, String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean first = true;
    boolean markup = false;
    for (int count = zip.read(buffer); count >= 0; count = zip.read(buffer)) {
      deadline.check();
      if (first && count > 0) {
        markup = isMarkup(count);
        first = false;
      }
      unpackedBytes += count;
      limits.checkRatio(reader.positionInMember(), unpackedBytes);
      if (markup) {
        keep(count);
        bytes.write(buffer, 0, count);
      }
    }
    if (markup) {
      keep(ENTRY_OVERHEAD_BYTES + 2L * name.length());
      pages.putIfAbsent(name, bytes.toByteArray());
    }
  }

  private void keep(long count) throws DamagedInputException {
    keptBytes += count;
    if (keptBytes > limits.maxRecordBytes()) {
      throw new DamagedInputException(
          "too-large",
          "the book's unpacked pages pass max-record-bytes, " + limits.maxRecordBytes());
    }
  }

  private boolean isMarkup(int count) {
    int i = 0;
    while (i < count && " \t\r\n\u00ef\u00bb\u00bf\u00ff\u00fe\0".indexOf(buffer[i] & 0xff) >= 0) {
      i++;
    }
    return i < count && buffer[i] == '<';
  }

  /** Names are UTF-8, though some tools do not set the flag that says so. */
  private static String name(String name) {
    try {
      byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
      boolean latin = new String(bytes, StandardCharsets.ISO_8859_1).equals(name);
      return latin
          ? StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString()
          : name;
    } catch (CharacterCodingException e) {
      return name;
    }
  }
}
