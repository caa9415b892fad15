package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.List;

/**
 * Replaces public IP addresses of both versions. Private, local, multicast and documentation
 * addresses (IANA's special-purpose registries) stay. The defaults are documentation addresses.
 */
record IpAddresses(String replacement4, String replacement6) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("ip-addresses")
          .text("replacement-4", "192.0.2.1")
          .text("replacement-6", "2001:db8::1")
          .makes(
              arguments ->
                  new IpAddresses(
                      arguments.text("replacement-4"), arguments.text("replacement-6")));

  /** Not public: IANA's registry of special-purpose addresses, and multicast. */
  private static final List<Network> SPECIAL =
      List.of(
          Network.of(0, 0, 0, 8),
          Network.of(10, 0, 0, 8),
          Network.of(100, 64, 0, 10),
          Network.of(127, 0, 0, 8),
          Network.of(169, 254, 0, 16),
          Network.of(172, 16, 0, 12),
          Network.of(192, 0, 0, 24),
          Network.of(192, 0, 2, 24),
          Network.of(192, 168, 0, 16),
          Network.of(198, 18, 0, 15),
          Network.of(198, 51, 100, 24),
          Network.of(203, 0, 113, 24),
          Network.of(224, 0, 0, 3));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String text = scan.text();
    EditList edits = new EditList(text);
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int end = 0;
      if (CharacterKind.isDigit(c) && DigitStarts.isFree(text, i - 1)) {
        int end4 = publicEnd4(text, i);
        int end6 = end4 > 0 ? 0 : Ip6.publicEnd(text, i);
        end = Math.max(end4, end6);
        if (end > 0) {
          String inserted = end4 > 0 ? replacement4 : replacement6;
          String reason = "ip-addresses.replacement-" + (end4 > 0 ? "4" : "6");
          edits.replace(i, end, inserted, reason, 1, 0);
        }
      }
      i = Math.max(i + 1, end);
    }
    return edits.decision();
  }

  /** Where four numbers of 0 to 255 with dots between end; 0 where none stand or none public. */
  private static int publicEnd4(String text, int start) {
    int address = 0;
    int i = start;
    for (int part = 0; part < 4; part++) {
      int number = 0;
      int partStart = i;
      while (i < partStart + 3 && DigitStarts.isDigit(text, i)) {
        number = 10 * number + text.charAt(i) - '0';
        i++;
      }
      boolean dotted = part == 3 || (i < text.length() && text.charAt(i) == '.');
      if (i == partStart || number > 255 || !dotted) {
        return 0;
      }
      address = address << 8 | number;
      i += part < 3 ? 1 : 0;
    }
    boolean follows =
        i < text.length() && text.charAt(i) == '.' && DigitStarts.isDigit(text, i + 1);
    boolean precedes = start > 0 && text.charAt(start - 1) == '.';
    return !follows && !precedes && DigitStarts.isFree(text, i) && isPublic(address) ? i : 0;
  }

  private static boolean isPublic(int address) {
    return SPECIAL.stream().noneMatch(network -> network.holds(address));
  }

  /** Addresses that share their first bits. */
  private record Network(int address, int bits) {
    static Network of(int a, int b, int c, int bits) {
      return new Network(a << 24 | b << 16 | c << 8, bits);
    }

    boolean holds(int other) {
      return (address ^ other) >>> (32 - bits) == 0;
    }
  }
}
