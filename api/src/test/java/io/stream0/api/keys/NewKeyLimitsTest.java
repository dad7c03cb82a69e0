package io.stream0.api.keys;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.api.problem.TooManyException;
import io.stream0.api.settings.KeyProperties;
import io.stream0.api.settings.KeyProperties.SignUp;
import io.stream0.api.settings.KeyProperties.SignUps;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.TenantId;
import org.junit.jupiter.api.Test;

class NewKeyLimitsTest {
  private static NewKeyLimits limits(long perAddress, long inAll, long perTenant) {
    return new NewKeyLimits(
        new KeyProperties(null, SignUp.OPEN, new SignUps(perAddress, inAll), perTenant));
  }

  private static void mayNot(Runnable call, String message) {
    assertThatExceptionOfType(TooManyException.class).isThrownBy(call::run).withMessage(message);
  }

  @Test
  void anAddressHasItsShareAndTakesNoneOfTheOthers() {
    NewKeyLimits limits = limits(2, 3, 1);
    limits.countSignUp("10.0.0.1");
    limits.countSignUp("10.0.0.1");
    for (int i = 0; i < 5; i++) {
      mayNot(
          () -> limits.countSignUp("10.0.0.1"),
          "sign-ups from this address: too many (expected: at most 2 an hour)");
    }
    limits.countSignUp("10.0.0.2");
    mayNot(
        () -> limits.countSignUp("10.0.0.3"), "sign-ups: too many (expected: at most 3 an hour)");
  }

  @Test
  void anIpV6NetworkIsOneAddress() {
    NewKeyLimits limits = limits(1, 100, 1);
    limits.countSignUp("2001:db8:1:2::1");
    mayNot(
        () -> limits.countSignUp("2001:db8:1:2:ffff:ffff:ffff:ffff%eth0"),
        "sign-ups from this address: too many (expected: at most 1 an hour)");
    assertThatCode(() -> limits.countSignUp("2001:db8:1:3::1")).doesNotThrowAnyException();
    assertThatCode(() -> limits.countSignUp("0:0:0:0:0:0:0:1")).doesNotThrowAnyException();
    // Whatever a proxy may have told: it is no more than a name here.
    assertThatCode(() -> limits.countSignUp("unknown")).doesNotThrowAnyException();
    assertThatCode(() -> limits.countSignUp(":::::")).doesNotThrowAnyException();
  }

  @Test
  void aTenantHasItsShareHoweverManySignUp() {
    NewKeyLimits limits = limits(1, 1, 1);
    limits.countSignUp("10.0.0.1");
    limits.countNewKey(new TenantId("a"));
    limits.countNewKey(new TenantId("b"));
    mayNot(
        () -> limits.countNewKey(new TenantId("a")),
        "new keys: too many (expected: at most 1 an hour)");
  }

  @Test
  void aLimitOfNoneIsRefusedByItsName() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> limits(0, 1, 1))
        .withMessage("stream0.sign-ups-per-hour.per-address: 0 (expected: 1 or more)");
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> limits(1, 0, 1))
        .withMessage("stream0.sign-ups-per-hour.in-all: 0 (expected: 1 or more)");
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> limits(1, 1, -1))
        .withMessage("stream0.new-keys-per-hour: -1 (expected: 1 or more)");
  }
}
