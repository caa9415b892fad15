package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drops documents from listed addresses. Scheme, {@code www.}, fragment and trailing slashes do not
 * matter.
 */
record BlockedUrls(Set<String> urls) implements Rule {
  static final RuleKind KIND =
      RuleKind.named("blocked-urls")
          .texts("urls")
          .files("files")
          .makes(
              arguments ->
                  new BlockedUrls(
                      arguments.entries("urls", "files").stream()
                          .map(WebAddress::listed)
                          .collect(Collectors.toUnmodifiableSet())));

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public Decision decide(Document document, TextScan scan) {
    String url = WebAddress.normalized(document.uri());
    return !url.isEmpty() && urls.contains(url)
        ? new Decision.Drop("blocked-urls.urls", 1, 0, url)
        : Decision.KEEP;
  }
}
