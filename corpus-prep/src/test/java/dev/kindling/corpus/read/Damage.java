package dev.kindling.corpus.read;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Ways in which a file breaks. Each takes a sound file and gives a damaged one. */
enum Damage {
  /** The file ends early. */
  CUT {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      return Arrays.copyOf(file, random.nextInt(file.length));
    }
  },
  /** One to eight bits are turned over. */
  FLIPPED_BITS {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      byte[] damaged = file.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        damaged[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return damaged;
    }
  },
  /** A number of one to ten digits has become another: a length, a size, a count. */
  WRONG_NUMBER {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      String text = new String(file, StandardCharsets.ISO_8859_1);
      List<MatchResult> numbers = NUMBER.matcher(text).results().toList();
      if (numbers.isEmpty()) {
        return BINARY_LENGTH.apply(file, random);
      }
      MatchResult number = numbers.get(random.nextInt(numbers.size()));
      String other = OTHER_NUMBERS.get(random.nextInt(OTHER_NUMBERS.size()));
      return join(
          Arrays.copyOf(file, number.start()),
          other.getBytes(StandardCharsets.ISO_8859_1),
          Arrays.copyOfRange(file, number.end(), file.length));
    }
  },
  /** Four bytes in a row, as binary formats write lengths, are extreme or random. */
  BINARY_LENGTH {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      byte[] damaged = file.clone();
      int at = random.nextInt(Math.max(1, file.length - 4));
      int kind = random.nextInt(4);
      for (int i = at; i < Math.min(at + 4, file.length); i++) {
        damaged[i] =
            switch (kind) {
              case 0 -> (byte) 0xff;
              case 1 -> 0;
              case 2 -> (byte) (i == at + 3 ? 0x7f : 0xff);
              default -> (byte) random.nextInt();
            };
      }
      return damaged;
    }
  },
  /** A range is missing. */
  DELETED_RANGE {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      int from = random.nextInt(file.length);
      return join(
          Arrays.copyOf(file, from), Arrays.copyOfRange(file, to(file, from, random), file.length));
    }
  },
  /** Random bytes stand between. */
  INSERTED_RANGE {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      int at = random.nextInt(file.length);
      byte[] inserted = new byte[1 + random.nextInt(300)];
      random.nextBytes(inserted);
      return join(Arrays.copyOf(file, at), inserted, Arrays.copyOfRange(file, at, file.length));
    }
  },
  /** Random bytes stand instead. */
  OVERWRITTEN_RANGE {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      byte[] damaged = file.clone();
      int from = random.nextInt(file.length);
      byte[] other = new byte[to(file, from, random) - from];
      random.nextBytes(other);
      System.arraycopy(other, 0, damaged, from, other.length);
      return damaged;
    }
  },
  /** A page of the disk is lost. */
  ZEROED_RANGE {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      byte[] damaged = file.clone();
      int from = random.nextInt(file.length);
      Arrays.fill(damaged, from, to(file, from, random), (byte) 0);
      return damaged;
    }
  },
  /** A range stands here many times over. */
  REPEATED_RANGE {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      int from = random.nextInt(file.length);
      byte[] range = Arrays.copyOfRange(file, from, Math.min(file.length, from + 40));
      byte[][] parts = new byte[2 + random.nextInt(2_000)][];
      Arrays.fill(parts, range);
      parts[0] = Arrays.copyOf(file, from);
      parts[parts.length - 1] = Arrays.copyOfRange(file, from, file.length);
      return join(parts);
    }
  },
  /** Halves of the file have changed places. */
  SWAPPED_HALVES {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      int at = random.nextInt(file.length);
      return join(Arrays.copyOfRange(file, at, file.length), Arrays.copyOf(file, at));
    }
  },
  /** The start is right, the rest is noise. */
  NOISE_BEHIND_THE_START {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      byte[] damaged = new byte[file.length];
      random.nextBytes(damaged);
      int kept = random.nextInt(Math.min(64, file.length));
      System.arraycopy(file, 0, damaged, 0, kept);
      return damaged;
    }
  };

  private static final Pattern NUMBER = Pattern.compile("(?<!\\d)\\d{1,10}(?!\\d)");
  private static final List<String> OTHER_NUMBERS =
      List.of(
          "0",
          "1",
          "7",
          "99",
          "4095",
          "65536",
          "2147483647",
          "2147483648",
          "4294967295",
          "9223372036854775807",
          "9223372036854775808",
          "99999999999999999999999",
          "-1",
          "x",
          "");

  abstract byte[] apply(byte[] file, SplittableRandom random);

  /** One to 200 bytes behind from. */
  private static int to(byte[] file, int from, SplittableRandom random) {
    return Math.min(file.length, from + 1 + random.nextInt(200));
  }

  private static byte[] join(byte[]... parts) {
    return Warcs.join(parts);
  }

  /** The same number of files of each kind of damage, always the same ones. */
  static List<byte[]> files(byte[] sound, int ofEachKind, long seed) {
    List<byte[]> files = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (Damage damage : values()) {
      for (int i = 0; i < ofEachKind; i++) {
        files.add(damage.apply(sound, random));
      }
    }
    return files;
  }
}
