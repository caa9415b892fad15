package dev.kindling.corpus.filter;

import static dev.kindling.corpus.filter.RuleTables.edited;
import static dev.kindling.corpus.filter.RuleTables.rule;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jo@example.net",
        "J.O'x a.b+c_d%e@mail.co.uk",
        "x@y-z.museum",
        "1@2.com",
        "a@b.c.de"
      })
  void shouldReplaceEmailAddresses(String address) {
    String bare = address.substring(address.lastIndexOf(' ') + 1);
    assertThat(edited(rule("email-addresses"), "Write (" + bare + "). Or not."))
        .isEqualTo("Write (email@example.com). Or not.");
    assertThat(edited(rule("email-addresses"), bare)).isEqualTo("email@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@name",
        "a@b",
        "a@b.1",
        "a @ b.com",
        "x@.com",
        "@b.com",
        "a@b.c",
        "a@-",
        "@",
        "a@b..com"
      })
  void shouldLeaveWhatIsNoEmailAddress(String text) {
    assertThat(edited(rule("email-addresses"), text)).isEqualTo(text);
  }

  @Test
  void shouldReplaceAddressesThatStandTogether() {
    assertThat(
            edited(rule("email-addresses", "replacement", "X"), "a@b.com,c@d.com e@f.orgg@h.com"))
        .isEqualTo("X,X X@h.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "1.1.1.1",
        "172.32.0.1",
        "223.255.255.255",
        "100.128.0.1",
        "198.20.0.0"
      })
  void shouldReplacePublicAddresses(String address) {
    assertThat(edited(rule("ip-addresses"), "From " + address + ".")).isEqualTo("From 192.0.2.1.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3",
        "127.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.9",
        "198.51.100.7",
        "203.0.113.1",
        "198.18.0.1",
        "1.2.3",
        "1.2.3.256",
        "1.2.3.4.5",
        "v8.8.8.8",
        "8.8.8.8a",
        "1234.1.1.1",
        "8.8.8",
        "8..8.8.8",
        "12:30:45",
        "std::vector",
        "::1",
        "fe80::1",
        "fc00::1",
        "2001:db8::5",
        "2001:0DB8:0:0:0:0:0:1",
        "2606:4700",
        "2606:4700:1:2:3:4:5",
        "20:30::1",
        "2606:4700::11111",
        "2606::1::2",
        "ff02::1",
        "a2606:4700::1"
      })
  void shouldLeaveOtherAddressesAndNumbers(String text) {
    assertThat(edited(rule("ip-addresses"), text)).isEqualTo(text);
    assertThat(edited(rule("ip-addresses"), "(" + text + ")")).isEqualTo("(" + text + ")");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2606:4700:4700::1111",
        "2001:4860:4860:0:0:0:0:8888",
        "2A00:1450::",
        "3fff::1:2:3",
        "2606:4700:4700:1:2:3:4::"
      })
  void shouldReplacePublicAddressesOfVersion6(String address) {
    assertThat(edited(rule("ip-addresses"), "At " + address + ", up."))
        .isEqualTo("At 2001:db8::1, up.");
    assertThat(edited(rule("ip-addresses"), address)).isEqualTo("2001:db8::1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(212) 555-0123",
        "(212)555-0123",
        "212-555-0123",
        "212.555.0123",
        "212 555 0123",
        "1-212-555-0123",
        "+1 212 555 0123",
        "+49 30 1234567",
        "+44 (0)20 7946 0958",
        "+4915112345678"
      })
  void shouldReplacePhoneNumbers(String number) {
    assertThat(edited(rule("phone-numbers", "replacement", "N"), "Call " + number + "."))
        .isEqualTo("Call N.");
    assertThat(edited(rule("phone-numbers", "replacement", "N"), number)).isEqualTo("N");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2125550123", "112-555-0123", "212-155-0123", "212-555-012", "212-555-01234", "+1 234",
        "+0 30 1234567", "1999-2005", "12.5 + 37 = 49.5", "555-0100", "x212-555-0123", "(212)",
        "(212", "+1234567890123456", "3.14159 26535 89793"
      })
  void shouldLeaveOtherNumbers(String text) {
    assertThat(edited(rule("phone-numbers"), text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111 1111 1111 1111", "4111111111111111", "4111-1111-1111-1111", "378282246310005",
        "3782 822463 10005", "5555555555554444", "2223003122003222", "30569309025904",
        "6011111111111117", "3530111333300000", "4222222222222"
      })
  void shouldReplaceCardNumbers(String number) {
    assertThat(edited(rule("card-numbers", "replacement", "N"), "Pay " + number + " 2024."))
        .isEqualTo("Pay N 2024.");
    assertThat(edited(rule("card-numbers", "replacement", "N"), number)).isEqualTo("N");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111 1111 1111 1112", "1111 1111 1111 1117", "4111 1111", "41111111111111111111",
        "4111 1111-1111 1111", "4111  1111 1111 1111", "9780306406157", "0000 0000 0000 0000",
        "x4111111111111111"
      })
  void shouldLeaveNumbersWithoutCheckDigitOrIssuer(String text) {
    assertThat(edited(rule("card-numbers"), text)).isEqualTo(text);
  }

  @Test
  void shouldLeaveItsOwnReplacements() {
    String text = "email@example.com 192.0.2.1 2001:db8::1 555-0100 0000 0000 0000 0000";
    for (String name :
        new String[] {"email-addresses", "ip-addresses", "phone-numbers", "card-numbers"}) {
      assertThat(edited(rule(name), text)).isEqualTo(text);
    }
  }
}
