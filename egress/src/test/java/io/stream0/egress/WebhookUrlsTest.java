package io.stream0.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.id.InvalidValueException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlsTest {
  /** Text that is an address is that address; a few names lead where the test says. */
  private static InetAddress[] lookUp(String host) throws UnknownHostException {
    return switch (host) {
      case "public.example" -> InetAddress.getAllByName("93.184.215.14");
      case "inside.example" -> InetAddress.getAllByName("10.0.0.7");
      case "both.example" ->
          new InetAddress[] {
            InetAddress.getAllByName("93.184.215.14")[0], InetAddress.getAllByName("127.0.0.1")[0]
          };
      case "nowhere.example" -> throw new UnknownHostException(host);
      case "localhost" -> InetAddress.getAllByName("127.0.0.1");
      default -> InetAddress.getAllByName(host);
    };
  }

  private static WebhookUrls urls(boolean allowPrivate, String... more) {
    return new WebhookUrls(
        AllowedAddresses.of(allowPrivate, List.of(more)), WebhookUrlsTest::lookUp);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://public.example/hook?a=b",
        "http://public.example:8080",
        "HTTPS://93.184.215.14/",
        "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
        "https://nowhere.example/"
      })
  void aPublicAddressIsTakenAndSoIsANameThatLeadsNowhereYet(String url) {
    assertThat(urls(false).parse("webhook", url)).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://127.8.8.8/",
        "http://localhost:8080/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://172.31.255.254/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://0.1.2.3/",
        "http://192.0.2.1/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://[::127.0.0.1]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[fd12:3456::1]/",
        "http://[ff02::1]/",
        "http://[64:ff9b::127.0.0.1]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:7f00:1::]/",
        "http://inside.example/",
        "http://both.example/",
        // Other spellings: refused as no host, or read as the address that they are.
        "http://2130706433/",
        "http://017700000001/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://127.0.0.1./",
        "http://1.1.1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://１２７.0.0.1/",
        "http://127。0。0。1/",
        "http://%31%32%37.0.0.1/",
        "http://[0:0:0:0:0:ffff:7f00:0001]/",
        "http:///hook",
        "http:hook",
        "//public.example/",
        "/hook",
        "ftp://public.example/",
        "file:///etc/passwd",
        "gopher://public.example/",
        "javascript:alert(1)",
        "http://public.example:0/",
        "http://public.example:65536/",
        "http://public.example:99999999999/",
        "http://public example/",
        "http://under_score.example/",
        ""
      })
  void whatIsNoPublicAddressIsRefusedHoweverItIsSpelt(String url) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> urls(false).parse("webhook", url))
        .withMessageStartingWith("webhook: ")
        .withMessageContaining("(expected: ");
  }

  @Test
  void credentialsAreRefusedAndNotShown() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> urls(true).parse("webhook", "https://user:hunter2@public.example/"))
        .withMessageNotContaining("hunter2")
        .withMessageContaining("credentials");
  }

  @Test
  void whatTheOperatorAllowsIsTaken() {
    WebhookUrls allowed = urls(false, "10.0.0.0/24", "127.0.0.1", "fd12:3456::/32");
    for (String url :
        List.of("http://inside.example/", "http://both.example/", "http://[fd12:3456::1]/")) {
      assertThatCode(() -> allowed.parse("webhook", url)).doesNotThrowAnyException();
    }
    for (String url : List.of("http://10.0.1.1/", "http://127.0.0.2/", "http://[fd12::1]/")) {
      assertThatExceptionOfType(InvalidValueException.class)
          .isThrownBy(() -> allowed.parse("webhook", url));
    }
    assertThatCode(() -> urls(true).parse("webhook", "http://127.0.0.1:1/"))
        .doesNotThrowAnyException();
  }

  @Test
  void aRangeThatIsNoneIsNamed() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> AllowedAddresses.of(false, List.of("10.0.0.0/99")))
        .withMessageContaining("stream0.webhooks.allowed-addresses: 10.0.0.0/99");
  }
}
