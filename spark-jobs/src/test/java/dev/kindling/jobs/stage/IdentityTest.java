package dev.kindling.jobs.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IdentityTest {
  @Test
  void shouldNameAnItemOfAListByItsNumber() throws JsonProcessingException {
    Identity built = identity("{\"phases\":[{\"steps\":5},{\"steps\":6}]}");

    assertThat(identity("{\"phases\":[{\"steps\":5},{\"steps\":7}]}").difference(built))
        .contains("was built with phases.2.steps = 6, the config now says 7");
    assertThat(identity("{\"phases\":[{\"steps\":5}]}").difference(built))
        .contains("was built with phases.2.steps = 6, the config now says nothing");
    assertThat(identity("{\"phases\":[]}").difference(built))
        .contains("was built with phases = nothing, the config now says []");
    assertThat(identity("{\"phases\":[{\"steps\":5},{\"steps\":6}]}").difference(built)).isEmpty();
  }

  private static Identity identity(String config) throws JsonProcessingException {
    return new Identity("pretrain", 1, Json.parse(config), 7, List.of());
  }
}
