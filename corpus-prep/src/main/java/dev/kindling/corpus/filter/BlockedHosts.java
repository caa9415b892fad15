package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drops documents from listed hosts and everything below them: {@code example.com} stands for
 * {@code www.example.com} too.
 */
record BlockedHosts(Set<String> hosts) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("blocked-hosts")
          .texts("hosts")
          .files("files")
          .makes(
              arguments ->
                  new BlockedHosts(
                      arguments.entries("hosts", "files").stream()
                          .map(host -> host.startsWith("*.") ? host.substring(2) : host)
                          .map(host -> WebAddress.host(WebAddress.listed(host)))
                          .collect(Collectors.toUnmodifiableSet())));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String host = WebAddress.host(WebAddress.normalized(document.uri()));
    for (String part = host; !part.isEmpty(); part = parent(part)) {
      if (hosts.contains(part)) {
        return new Decision.Drop("blocked-hosts.hosts", 1, 0, part);
      }
    }
    return Decision.KEEP;
  }

  private static String parent(String host) {
    int dot = host.indexOf('.');
    return dot < 0 ? "" : host.substring(dot + 1);
  }
}
